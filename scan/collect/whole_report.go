package collect

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// proveReport drops a credential report that lacks users. Without principals there is nothing to compare it with.
func (s *session) proveReport() {
	if s.account.CredentialReport == nil || s.lacking(snapshot.SectionPrincipals) != nil || s.account.ReportIsWhole() {
		return
	}
	s.miss(snapshot.SectionCredentialReport, snapshot.Reason{
		Cause: findings.Error, Action: actionGetCredentialReport, Message: "the credential report lacks users that are older than it",
	})
}

package collect

import (
	"time"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// reportLag is how old a user must be when the report is made to be surely in it: IAM's own copies agree only after a
// while, and making the report takes time too.
const reportLag = 10 * time.Minute

// proveReport drops a credential report that lacks users: one that was cut off between two rows still parses, and whoever
// is not in it would pass. Without principals there is nothing to compare it with.
func (s *session) proveReport() {
	if s.account.CredentialReport == nil || s.lacking(snapshot.SectionPrincipals) != nil {
		return
	}
	rows, err := snapshot.ParseCredentialReport(s.account.CredentialReport.Raw)
	if err == nil && reportsAll(rows, s.account.Users, s.account.CredentialReport.Generated.Add(-reportLag)) {
		return
	}
	s.miss(snapshot.SectionCredentialReport, snapshot.Reason{
		Cause: findings.Error, Action: actionGetCredentialReport, Message: "the credential report lacks users that are older than it",
	})
}

// reportsAll reports whether the rows hold every user created before a time. A user who was renamed since is there under
// the old name, with the same creation date.
func reportsAll(rows []snapshot.Credential, users []snapshot.User, before time.Time) bool {
	known := map[string]bool{}
	for i := range users {
		known[users[i].Name] = true
	}
	reported, former := map[string]bool{}, map[int64]int{}
	for i := range rows {
		reported[rows[i].User] = true
		if !known[rows[i].User] && !rows[i].IsRoot() {
			former[rows[i].Created.Unix()]++
		}
	}
	for i := range users {
		u := &users[i]
		if reported[u.Name] || !u.Created.Before(before) {
			continue
		}
		created := u.Created.Unix()
		if former[created] == 0 {
			return false
		}
		former[created]--
	}
	return true
}

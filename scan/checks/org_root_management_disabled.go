package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "org-root-management-disabled", Group: "org", Severity: findings.High,
		Title: "root credentials are not managed centrally",
		Why: "Each member account keeps a root user whose password, keys and MFA somebody has to guard, and whose " +
			"mailbox can reset them.",
		Fix: "Enable central management of root credentials, then delete those of the member accounts.",
		Blind: "Whether root users of member accounts still have credentials: root-credentials-in-member-account " +
			"asks that.",
		References: []string{rootCentral},
		Since:      "0.1.0",
	},
	OrgNeeds: []snapshot.Section{snapshot.SectionRootAccess},
	Judge:    func(p *OrgPass) { judgeRootFeature(p, "RootCredentialsManagement") },
})

// judgeRootFeature wants a feature of central root access to be on.
func judgeRootFeature(p *OrgPass, feature string) {
	if slices.Contains(p.Org.RootAccess, feature) {
		p.OK()
		return
	}
	p.Fail(p.Org.ManagementID, p.organization(), "%s is off", feature)
}

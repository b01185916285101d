package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "org-account-in-root-ou", Group: "org", Severity: findings.Medium,
		Title: "accounts lie directly below the root",
		Why: "Policies for a purpose are attached to units. An account outside all of them has only what everybody " +
			"has.",
		Fix:        "Move the account into the organizational unit of its purpose.",
		Blind:      "Whether the units make sense.",
		References: []string{"https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_ous.html"},
		Since:      "0.1.0",
	},
	OrgNeeds: []snapshot.Section{snapshot.SectionAccounts, snapshot.SectionOUs},
	Judge: func(p *OrgPass) {
		for _, a := range p.members("the management account may lie anywhere: policies do not bind it") {
			switch {
			case len(a.Parents) == 0:
				p.Unknown(a.ID, p.root(a.ID), unplaced, "the account's place in the organization's tree is not known")
			case a.Parents[len(a.Parents)-1] == p.Org.RootID:
				p.Fail(a.ID, p.root(a.ID), "the account is in no organizational unit")
			default:
				p.OKIn(a.ID)
			}
		}
	},
})

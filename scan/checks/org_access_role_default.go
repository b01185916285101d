package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "org-access-role-default", Group: "org", Severity: findings.Low,
		Title: "the default access role lets the management account in",
		Why: "Any principal of the management account that may assume roles is administrator of the account: one " +
			"stolen key there is enough.",
		Fix: "Replace the role by permission sets or roles that trust named principals and allow what they need, " +
			"then delete it.",
		Blind:      "Roles of other names that do the same.",
		References: []string{"https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access-cross-account-role.html"},
		Since:      "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionPrincipals, snapshot.SectionManagedDocuments},
	Scope:     managementUnbound,
	NoSubject: "no member accounts",
	Extract:   func(p *Pass) any { return defaultAccessRoles(p) },
	Judge: func(p *OrgPass) {
		for _, e := range p.Extracts {
			roles := e.Value.([]string) //nolint:errcheck // Extract above returns nothing else
			for _, arn := range roles {
				p.Fail(e.Account, arn, "administrator for whoever the management account lets assume it")
			}
			if len(roles) == 0 {
				p.OKIn(e.Account)
			}
		}
	},
})

package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "sso-permission-set-unused", Group: "sso", Severity: findings.Low,
		Title:      "nobody is assigned the permission set",
		Why:        "It is one assignment away from use, and nobody looks at what it allows. Where its role is left in accounts, reviews have to explain it.",
		Fix:        "Delete the permission set.",
		Blind:      "Assignments that nobody uses: role-unused reports the roles.",
		References: []string{permissionSetPage},
		Since:      "0.1.0",
	},
	OrgNeeds: needsIdentityCenter,
	Judge: func(p *OrgPass) {
		held := map[string]bool{}
		for _, a := range p.Org.IdentityCenter.Assignments {
			held[a.PermissionSet] = true
		}
		eachPermissionSet(p, func(c *snapshot.IdentityCenter, s *snapshot.PermissionSet) {
			switch {
			case held[s.ARN]:
				p.OK()
			case len(s.Provisioned) == 0:
				p.Fail(c.Instance.Owner, s.ARN, "permission set %s is in no account", s.Name)
			default:
				p.Fail(c.Instance.Owner, s.ARN, "nobody is assigned permission set %s, which has a role in %s", s.Name,
					quantity(len(s.Provisioned), "account", "accounts")).Evidence("accounts", named(s.Provisioned))
			}
		})
	},
})

package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "sso-admin-permission-set", Group: "sso", Severity: findings.Medium,
		Title: "permission set gives all permissions",
		Why:   "Everybody who holds it, and everybody who can add a member to a group that holds it, owns its accounts.",
		Fix: "Give people a permission set for their work, and keep this one for few people, few accounts and short sessions, " +
			"with approval for the time that it is needed.",
		Blind:      setRightsBlind,
		References: []string{permissionSetPage, leastPrivilege},
		Since:      "0.1.0",
	},
	Needs: accessNeeds, OrgNeeds: needsIdentityCenter, OrgUses: accessUses,
	Scope: provisionedWhere(anyPermissionSet), Extract: extractSetRights,
	Judge: func(p *OrgPass) {
		admins := setAdmins(p)
		holders := map[string][]string{}
		eachHolding(p, func(a snapshot.Assignment, h snapshot.Holder) {
			holders[a.PermissionSet] = append(holders[a.PermissionSet], holderKind(a)+" "+holderName(a, h))
		})
		eachPermissionSet(p, func(c *snapshot.IdentityCenter, s *snapshot.PermissionSet) {
			judgeAdminSet(p, c.Instance.Owner, s, admins[s.Name], distinct(holders[s.ARN]))
		})
	},
})

package checks

import "github.com/orgscan/orgscan/findings"

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "user-admin",
		Group:    "admin",
		Title:    "user has all permissions",
		Severity: findings.High,
		Why:      "A user's password and keys never end: whoever gets hold of them once owns the account until somebody notices.",
		Fix: "Give people administration through Identity Center or a role with MFA and a short session, machines a role with " +
			"the actions they use, and take the policies named here off the user.",
		Blind:      adminBlind,
		References: []string{leastPrivilege, boundariesPage, securityHubIAM},
		Since:      "0.1.0",
	},
	Needs: accessNeeds, OrgUses: accessUses,
	NoSubject: "no users",
	Eval: func(p *Pass) {
		for i := range p.Account.Users {
			u := &p.Account.Users[i]
			if p.Params.isBreakGlass(p.Account.ID, u.ARN, u.Name) {
				p.NotApplicable(u.ARN, "kept for emergencies, in break_glass")
				continue
			}
			judgeAdministrator(p, u.ARN, "has", p.Access().UserAdmin(u))
		}
	},
})

package checks

import "github.com/orgscan/orgscan/findings"

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "role-admin",
		Group:    "admin",
		Title:    "role has all permissions",
		Severity: findings.Medium,
		Why:      "Everybody whom its trust policy lets in, and everything that runs with it, owns the account while a session lasts.",
		Fix:      "Grant the actions that were used, which IAM Access Analyzer derives from CloudTrail, and keep one role for emergencies.",
		Blind: adminBlind + " Who can assume the role is judged apart. A role that Identity Center, Control Tower or StackSets made is low: what it " +
			"may do is decided there.",
		References: []string{leastPrivilege, boundariesPage},
		Since:      "0.1.0",
	},
	Needs: accessNeeds, OrgUses: accessUses,
	NoSubject: "no roles",
	Eval: func(p *Pass) {
		for i := range p.Account.Roles {
			r := &p.Account.Roles[i]
			if serviceLinked(r) {
				p.NotApplicable(r.ARN, "service-linked role")
				continue
			}
			if o := judgeAdministrator(p, r.ARN, "has", p.Access().RoleAdmin(r)); o != nil {
				label(o, r)
				if madeByAWS(r) && o.status == findings.Fail {
					o.At(findings.Low)
				}
			}
		}
	},
})

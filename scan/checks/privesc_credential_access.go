package checks

import "github.com/orgscan/orgscan/findings"

var _ = register(Check{
	Rule: findings.Rule{
		ID:           "privesc-credential-access",
		Group:        "privesc",
		Title:        "principal can read stored credentials everywhere",
		Severity:     findings.Medium,
		Why:          "Secrets, parameters and stored state hold keys of other principals, and of systems beyond AWS.",
		Fix:          "Name under Resource what the principal must read, and keep credentials in Secrets Manager alone.",
		Blind:        "What is stored, whose credentials they are, permissions on some resources only, and credentials left in configurations such as templates and start scripts.",
		References:   []string{escalationPage},
		Since:        "0.1.0",
		OffByDefault: true,
	},
	Needs: accessNeeds, OrgUses: accessUses,
	NoSubject: "no users and roles",
	Eval: func(p *Pass) {
		for i := range p.Account.Users {
			u := &p.Account.Users[i]
			judgeReader(p, p.Access().User(u), p.Access().UserAdmin(u))
		}
		for i := range p.Account.Roles {
			r := &p.Account.Roles[i]
			if serviceLinked(r) {
				p.NotApplicable(r.ARN, "service-linked role")
				continue
			}
			if o := judgeReader(p, p.Access().Role(r), p.Access().RoleAdmin(r)); o != nil {
				label(o, r)
			}
		}
	},
})

package checks

import "github.com/orgscan/orgscan/findings"

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "assertion-failed",
		Group:    "other",
		Title:    "principal may do what an assertion leaves to others",
		Severity: findings.High,
		Why:      "Your organization has decided who may do this; somebody else can.",
		Fix:      "Take the action from the policies named here, or add the principal to who of the assertion in your configuration.",
		Blind: "What policies of resources and RCPs allow or deny, session policies, and whoever can become a principal that may. " +
			"A resource whose ARN names no account counts as the account's own.",
		References: []string{leastPrivilege, "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html"},
		Since:      "0.1.0",
	},
	Needs: accessNeeds, OrgUses: accessUses,
	Scope:     assertionScope,
	NoSubject: "no users and roles",
	Eval: func(p *Pass) {
		for i := range p.Account.Users {
			u := &p.Account.Users[i]
			judgeAssertions(p, u.ARN, u.Name, p.Access().User(u))
		}
		for i := range p.Account.Roles {
			r := &p.Account.Roles[i]
			if serviceLinked(r) {
				p.NotApplicable(r.ARN, "service-linked role")
				continue
			}
			judgeAssertions(p, r.ARN, r.Name, p.Access().Role(r))
		}
	},
})

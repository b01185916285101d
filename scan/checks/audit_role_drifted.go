package checks

import "github.com/orgscan/orgscan/findings"

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "audit-role-drifted",
		Group:    "admin",
		Title:    "the audit role allows more, or lets in more, than a sweep needs",
		Severity: findings.High,
		Why: "The role is in every account and trusted from one place: what is added to it, in permissions or in trust, opens " +
			"the whole organization at once.",
		Fix: "Put the policies back that `orgscan role` prints, and find out who changed them.",
		Blind: "Reading that a sweep does not need, Deny statements and boundaries that take away again, and which role of " +
			"the trusted account is named. The ExternalId is asked for only in sweeps that send one.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html", leastPrivilege,
		},
		Since: "0.1.0",
	},
	Needs: accessNeeds, NoSubject: "no role that sweeps use",
	Eval: func(p *Pass) {
		for i := range p.Account.Roles {
			if r := &p.Account.Roles[i]; sweepRole(p, r) {
				judgeAuditRole(p, r)
			}
		}
	},
})

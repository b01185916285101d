package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "group-inline-policy",
		Group:      "policy",
		Title:      "group has an inline policy",
		Severity:   findings.Low,
		Why:        "An inline policy has no versions and is in no list of policies, so that a change that widens it is seen by nobody.",
		Fix:        "Make the policy a managed one, attach it to the group and delete the inline policy.",
		Blind:      "What the policy allows: policy-admin-inline does.",
		References: []string{managedVersusInline},
		Since:      "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionPrincipals},
	NoSubject: "no groups",
	Eval: func(p *Pass) {
		for _, g := range p.Account.Groups {
			for _, i := range g.Inline {
				p.Fail(g.ARN, "has the inline policy %s", i.Name).Detail(i.Name).Policy(p.Document(i.Document))
			}
			if len(g.Inline) == 0 {
				p.OK(g.ARN)
			}
		}
	},
})

package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "role-inline-policy",
		Group:      "policy",
		Title:      "role has an inline policy",
		Severity:   findings.Low,
		Why:        "An inline policy has no versions and is in no list of policies, so that a change that widens it is seen by nobody.",
		Fix:        "Make the policy a managed one, attach it to the role and delete the inline policy.",
		Blind:      "What the policy allows: policy-admin-inline does.",
		References: []string{managedVersusInline},
		Since:      "0.1.0",
		// Off: infrastructure tools write inline policies into most roles, where they do little harm.
		OffByDefault: true,
	},
	Needs:     []snapshot.Section{snapshot.SectionPrincipals},
	NoSubject: "no roles",
	Eval: func(p *Pass) {
		for i := range p.Account.Roles {
			r := &p.Account.Roles[i]
			switch {
			case serviceLinked(r):
				p.NotApplicable(r.ARN, "service-linked role")
			case identityCenter(r):
				p.NotApplicable(r.ARN, "role of an IAM Identity Center permission set")
			case len(r.Inline) == 0:
				p.OK(r.ARN)
			}
			if serviceLinked(r) || identityCenter(r) {
				continue
			}
			for _, inline := range r.Inline {
				label(p.Fail(r.ARN, "has the inline policy %s", inline.Name).Detail(inline.Name).Policy(p.Document(inline.Document)), r)
			}
		}
	},
})

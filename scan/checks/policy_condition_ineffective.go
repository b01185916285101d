package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "policy-condition-ineffective",
		Group:    "policy",
		Title:    "policy has a condition that never restricts",
		Severity: findings.Medium,
		Why:      "Reviewers take the statement for a limited one, while everybody who has the policy meets the condition.",
		Fix:      "Name real networks, organizations or times; use Bool, not BoolIfExists, to ask for MFA in an Allow.",
		Blind:    "Deny statements, conditions that hold for nearly everybody, and keys that a service sets in its own way.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html",
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html",
		},
		Since: "0.1.0",
	},
	Needs:     policySections(),
	NoSubject: noPolicies,
	Eval:      func(p *Pass) { eachSubject(p, func(s *subject) { judgeConditionsOf(p, s) }) },
})

func judgeConditionsOf(p *Pass, sub *subject) {
	d, seen := sub.document, map[string]bool{}
	for i := range d.Statements {
		s := &d.Statements[i]
		names, whys, worst := pointless(p, s)
		key := statementKey(d, i)
		if !s.Allows() || len(names) == 0 || seen[key] {
			continue
		}
		seen[key] = true
		o := p.Fail(sub.resource, "%s has the condition %s: %s", sub.name(), strings.Join(names, ", "), strings.Join(whys, "; ")).
			Detail(sub.detail(key)).Policy(d)
		if worst == lapsed {
			o.At(findings.Low)
		}
		sub.describe(o)
	}
	switch {
	case len(seen) > 0:
	case understood(d):
		p.OK(sub.resource)
	default:
		notRead(p, sub)
	}
}

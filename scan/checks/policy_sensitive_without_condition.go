package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/policy"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "policy-sensitive-without-condition",
		Group:      "policy",
		Title:      "powerful statement holds without any condition",
		Severity:   findings.Low,
		Why:        "A stolen session works from everywhere, at any time and without MFA, with rights to change who may do what.",
		Fix:        "Add a condition on MFA, network, organization, tags or time to statements that allow everything or changes to IAM.",
		Blind:      "Conditions that other statements, boundaries or control policies add.",
		References: []string{"https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"},
		Since:      "0.1.0",
		// Off: roles of services cannot meet such conditions, and most people come by roles whose trust policy asks for them.
		OffByDefault: true,
	},
	Needs:     policySections(),
	NoSubject: noPolicies,
	Eval:      func(p *Pass) { eachSubject(p, func(s *subject) { judgeSensitive(p, s) }) },
})

func judgeSensitive(p *Pass, sub *subject) {
	d, seen := sub.document, map[string]bool{}
	for i := range d.Statements {
		s, key := &d.Statements[i], statementKey(d, i)
		what := sensitive(p, d, s)
		if what == "" || seen[key] || len(grantLimits(p, s)) > 0 {
			continue
		}
		seen[key] = true
		sub.describe(p.Fail(sub.resource, "%s allows %s without any condition", sub.name(), what).Detail(sub.detail(key)).Policy(d))
	}
	switch {
	case len(seen) > 0:
	case understood(d):
		p.OK(sub.resource)
	default:
		notRead(p, sub)
	}
}

// ownResource reports the statement by which users look after their own credentials.
func ownResource(s *policy.Statement) bool {
	return len(s.Resources) > 0 && !slices.ContainsFunc(s.Resources, func(r string) bool { return !strings.Contains(r, "${aws:username}") })
}

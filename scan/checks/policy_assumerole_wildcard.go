package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/policy"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "policy-assumerole-wildcard",
		Group:      "policy",
		Title:      "policy lets roles be assumed by wildcard",
		Severity:   findings.High,
		Why:        "Every role, in any account, whose trust policy is too wide is one call away; so is every role made later.",
		Fix:        "List the ARNs of the roles that are to be assumed.",
		Blind:      "Whether a role's trust policy lets the caller in. One role name in every account, as audit hubs need it, passes.",
		References: []string{"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html"},
		Since:      "0.1.0",
	},
	Needs:     policySections(),
	NoSubject: noPolicies,
	Eval: func(p *Pass) {
		judgeStatements(p, func(sub *subject, s *policy.Statement) *fault {
			if len(grants(sub.document, s, "sts:AssumeRole")) == 0 {
				return nil
			}
			return judgeAssumable(p.Account.Partition, s)
		})
	},
})

// judgeAssumable grades the wildcards: any role anywhere, any role of one account, roles with similar names.
func judgeAssumable(partition string, s *policy.Statement) *fault {
	if reachesAllOf(s, partition, "888888888888", anyRole) {
		return &fault{text: "allows sts:AssumeRole on every role of every account"}
	}
	for _, pattern := range s.Resources {
		parts := strings.SplitN(pattern, ":", 6)
		one := policy.Statement{Resources: []string{pattern}}
		if len(parts) == 6 && reachesAllOf(&one, partition, parts[4], anyRole) {
			return (&fault{text: "allows sts:AssumeRole on every role of account " + parts[4]}).milder(findings.Medium)
		}
	}
	for _, pattern := range s.Resources {
		if parts := strings.SplitN(pattern, ":", 6); strings.ContainsAny(parts[len(parts)-1], "*?") {
			return (&fault{text: "allows sts:AssumeRole on all roles like " + clipped(pattern)}).milder(findings.Low)
		}
	}
	return nil
}

package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/policy"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "policy-passrole-wildcard",
		Group:      "policy",
		Title:      "policy lets any role be passed to any service",
		Severity:   findings.High,
		Why:        "Whoever may start a function or an instance gives it an administrator's role and acts with its rights.",
		Fix:        "Name the roles under Resource and the services under a condition on iam:PassedToService.",
		Blind:      "Whether a service can be started with the role. Wildcards over roles that are no administrators. AWS's own policies.",
		References: []string{"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html"},
		Since:      "0.1.0",
	},
	Needs:     policySections(),
	NoSubject: noPolicies,
	Eval: func(p *Pass) {
		admins, unread := adminRoles(p)
		judgeStatements(p, func(sub *subject, s *policy.Statement) *fault {
			if len(grants(sub.document, s, "iam:PassRole")) == 0 || namesServices(p, s) {
				return nil
			}
			if reachesAll(p.Account, s, anyRole) {
				return &fault{text: "allows iam:PassRole with every role"}
			}
			if roles := reachedByWildcard(s, admins); len(roles) > 0 {
				return &fault{text: "allows iam:PassRole with a wildcard that matches the administrator " + firstOf(roles)}
			}
			if roles := reachedByWildcard(s, unread); len(roles) > 0 {
				return &fault{text: "allows iam:PassRole with a wildcard that matches a role whose policies cannot be read: " + firstOf(roles)}
			}
			return nil
		})
	},
})

// namesServices reports whether a condition lists the services that roles may be passed to, not those that they may not.
func namesServices(p *Pass, s *policy.Statement) bool {
	return slices.ContainsFunc(judgeConditions(p.Now(), s), func(c judgedCondition) bool {
		o := operatorOf(c.Condition)
		return o.key == "iam:passedtoservice" && c.bearing == restricts && !strings.Contains(o.name, "not")
	})
}

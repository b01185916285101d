package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "trust-cross-account-readonly",
		Group:      "trust",
		Title:      "accounts outside the organization can read everything",
		Severity:   findings.Low,
		Why:        "ReadOnlyAccess reads data, not only settings: objects in buckets, rows in tables, messages, parameters.",
		Fix:        "Give the third party SecurityAudit or a policy of its own with the actions that it needs.",
		Blind:      "Customer managed policies that read everything.",
		References: []string{"https://docs.aws.amazon.com/aws-managed-policy/latest/reference/ReadOnlyAccess.html", crossAccountPage},
		Since:      "0.1.0",
	},
	Needs:     needsPrincipals,
	OrgNeeds:  needsMembers,
	NoSubject: "no role with ReadOnlyAccess or ViewOnlyAccess",
	Eval: func(p *Pass) {
		eachTrust(p, func(t trusting) verdict {
			policies := readsEverything(t.Role)
			if len(policies) == 0 {
				return aside
			}
			who := outsiders(p, t.trustPolicy)
			for _, name := range who {
				t.tell(p.Fail(t.ARN, "%s may assume the role, which has %s", name, strings.Join(policies, " and ")).Detail(lastWord(name)))
			}
			if len(who) > 0 {
				return wrong
			}
			return fine
		})
	},
})

package checks

import (
	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "trust-human-no-mfa",
		Group:    "trust",
		Title:    "users can assume a privileged role without MFA",
		Severity: findings.Low,
		Why:      "A stolen access key of a user is enough to get the role's rights.",
		Fix:      "Add Bool aws:MultiFactorAuthPresent true to the statement; BoolIfExists does not enforce it.",
		Blind: "Users of other accounts that are trusted as a whole, and roles that become privileged only by several policies together. " +
			"Federated people prove MFA elsewhere.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html", crossAccountPage,
		},
		Since: "0.1.0",
	},
	Needs:     needsRights,
	NoSubject: "no privileged role lets in users",
	Eval: func(p *Pass) {
		eachTrust(p, func(t trusting) verdict {
			answer := aside
			for i := range t.grants {
				g := &t.grants[i]
				if !letsUsersIn(p, g) || !rightsOf(p, t.Role).privileged() {
					continue
				}
				if g.needsMFA() {
					answer = max(answer, fine)
					continue
				}
				answer = wrong
				t.tell(p.Fail(t.ARN, "IAM users may assume this privileged role without MFA").Detail(g.key))
			}
			return answer
		})
	},
})

package checks

import (
	"strings"

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

// letsUsersIn reports whether a statement names a user, or this account as a whole while it has users.
func letsUsersIn(p *Pass, g *trustGrant) bool {
	if !opens(g.statement, assumeRole) || rolesOnly(g) {
		return false
	}
	for _, t := range g.trustees {
		if t.kind == namedUser || t.kind == wholeAccount && t.account == p.Account.ID && len(p.Account.Users) > 0 {
			return true
		}
	}
	return false
}

// rolesOnly reports whether a condition on the principal's ARN takes roles alone.
func rolesOnly(g *trustGrant) bool {
	_, ok := g.all("aws:principalarn", func(v limitValue) bool {
		parts := strings.SplitN(v.text, ":", 6)
		return len(parts) == 6 && strings.HasPrefix(parts[5], "role/")
	})
	return ok
}

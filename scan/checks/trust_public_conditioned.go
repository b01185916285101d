package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "trust-public-conditioned",
		Group:      "trust",
		Title:      "role names everybody and only a condition keeps strangers out",
		Severity:   findings.Medium,
		Why:        "One edit of the condition, or one shared secret that leaks, opens the role to every AWS account in the world.",
		Fix:        "Name accounts or roles as principals and keep the condition as a second lock.",
		Blind:      "Whether the condition's value is secret; control policies of the organization.",
		References: []string{trustPage, conditionKeyPage},
		Since:      "0.1.0",
	},
	Needs:     needsPrincipals,
	NoSubject: "no role names everybody",
	Eval: func(p *Pass) {
		eachGrant(p, func(t trusting, g *trustGrant) verdict {
			if !g.open() {
				return fine
			}
			keys := g.keepsStrangersOut()
			if len(keys) == 0 {
				return aside
			}
			o := t.tell(p.Fail(t.ARN, "names everybody; strangers are kept out only by a condition").Detail(g.key))
			for i := range keys {
				keys[i] = spelled(keys[i])
			}
			o.Evidence("condition on", strings.Join(keys, ", "))
			if organizationWide(g) {
				o.At(findings.Info).Evidence(findings.CausedBy, "trust-org-wide")
			}
			return wrong
		})
	},
})

// organizationWide reports whether everybody in an organization, or in a part of it, may assume the role: conditions name
// organizations and nothing narrower.
func organizationWide(g *trustGrant) bool {
	if !g.open() || len(trustedOrganizations(g)) == 0 || g.namesPrincipal() {
		return false
	}
	return !slices.ContainsFunc(g.keepsStrangersOut(), func(key string) bool {
		return !slices.Contains([]string{"aws:principalorgid", "aws:principalorgpaths", "sts:externalid"}, key)
	})
}

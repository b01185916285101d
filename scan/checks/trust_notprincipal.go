package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "trust-notprincipal",
		Group:      "trust",
		Title:      "role lets in everybody except those it names",
		Severity:   findings.Critical,
		Why:        "NotPrincipal, or * with a negated condition, excludes a few and lets in all other AWS accounts in the world.",
		Fix:        "Name the principals that need the role; put exceptions into a Deny statement.",
		Blind:      "Control policies of the organization that keep strangers away.",
		References: []string{"https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html", trustPage},
		Since:      "0.1.0",
	},
	Needs:     needsPrincipals,
	NoSubject: noRoles,
	Eval: func(p *Pass) {
		eachGrant(p, func(t trusting, g *trustGrant) verdict {
			if len(g.keepsStrangersOut()) > 0 {
				return fine
			}
			switch {
			case g.statement.NotPrincipal != nil:
				t.tell(p.Fail(t.ARN, "everybody may assume the role except the principals under NotPrincipal").Detail(g.key))
			case g.open() && len(g.negated) > 0:
				t.tell(p.Fail(t.ARN, "everybody may assume the role except where %s says otherwise", strings.Join(g.negated, ", ")).Detail(g.key))
			default:
				return fine
			}
			return wrong
		})
	},
})

package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "saml-audience-missing",
		Group:      "federation",
		Title:      "role accepts SAML assertions for any audience",
		Severity:   findings.Low,
		Why:        "An assertion that was made for another purpose by the same identity provider opens the role.",
		Fix:        "Require SAML:aud with StringEquals, for the console https://signin.aws.amazon.com/saml.",
		Blind:      "Whether the identity provider signs assertions for other audiences at all.",
		References: []string{samlPage, "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html"},
		Since:      "0.1.0",
	},
	Needs:     needsPrincipals,
	NoSubject: "no role trusts a SAML provider",
	Eval: func(p *Pass) {
		eachGrant(p, func(t trusting, g *trustGrant) verdict {
			if !opens(g.statement, assumeWithSAML) || !slices.ContainsFunc(g.providers, samlProvider) {
				return aside
			}
			_, audience := g.all("saml:aud", someText)
			_, sender := g.all("saml:iss", someText)
			if audience || sender {
				return fine
			}
			t.tell(p.Fail(t.ARN, "neither SAML:aud nor SAML:iss is limited").Detail(g.key))
			return wrong
		})
	},
})

func samlProvider(principal string) bool { return strings.Contains(principal, ":saml-provider/") }

package checks

import (
	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "oidc-forallvalues",
		Group:      "federation",
		Title:      "condition on the identity provider's claim holds without the claim",
		Severity:   findings.High,
		Why:        "ForAllValues and IfExists are true for a token that lacks the claim, so that the condition keeps nobody out.",
		Fix:        "Use StringEquals or StringLike without ForAllValues and IfExists, or ask for the claim with Null false.",
		Blind:      "Whether the issuer ever leaves the claim out.",
		References: []string{"https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_multi-value-conditions.html", oidcPage},
		Since:      "0.1.0",
	},
	Needs:     needsPrincipals,
	NoSubject: "no role limits a claim of an OpenID Connect provider",
	Eval: func(p *Pass) {
		accept := func(webTrust) bool { return true }
		eachWebTrust(p, accept, func(t trusting, w webTrust, detail string) verdict {
			if w.name == "" {
				w.claims = []string{"sub"}
			}
			strict, optional := w.tenancy()
			switch {
			case len(strict) > 0:
				return fine
			case len(optional) == 0:
				return aside
			}
			t.tell(p.Fail(t.ARN, "the condition on %s also holds for tokens without it", optional[0].key).Detail(detail))
			return wrong
		})
	},
})

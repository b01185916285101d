package checks

import (
	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "oidc-subject-wildcard",
		Group:      "federation",
		Title:      "wildcard lets in other customers of an identity provider",
		Severity:   findings.High,
		Why:        "repo:*, or a name that ends in a wildcard, also fits an organization that an attacker registers at the provider.",
		Fix:        "Spell the organization out up to and including its delimiter, such as repo:example/.",
		Blind:      "Issuers that are shared and not in the table.",
		References: []string{oidcPage, oidcClaims, githubPage},
		Since:      "0.1.0",
	},
	Needs:     needsPrincipals,
	NoSubject: noSharedIssuer,
	Eval: func(p *Pass) {
		eachWebTrust(p, sharedIssuer, func(t trusting, w webTrust, detail string) verdict {
			strict, _ := w.tenancy()
			switch {
			case len(strict) == 0:
				return aside
			case some(strict, w.pinned):
				return fine
			}
			o := t.tell(p.Fail(t.ARN, "lets in several customers of %s", w.label()).Detail(detail))
			o.Evidence("values", valuesOf(strict))
			return wrong
		})
	},
})

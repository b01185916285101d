package checks

import (
	"github.com/orgscan/orgscan/findings"
)

const (
	oidcPage   = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html"
	oidcClaims = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html"
	githubPage = "https://docs.github.com/en/actions/concepts/security/openid-connect"
)

const noSharedIssuer = "no role trusts an issuer that many customers share"

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "oidc-subject-missing",
		Group:      "federation",
		Title:      "every customer of an identity provider can assume the role",
		Severity:   findings.Critical,
		Why:        "The issuer signs tokens for all its customers. Anybody opens a free account there and gets the role.",
		Fix:        "Require the claim that names your organization: sub for most issuers, aud for Vercel, Pulumi and Cognito.",
		Blind:      "Issuers that are shared and not in the table. AWS refuses such policies only when they are made or changed.",
		References: []string{oidcPage, oidcClaims, githubPage},
		Since:      "0.1.0",
	},
	Needs:     needsPrincipals,
	NoSubject: noSharedIssuer,
	Eval: func(p *Pass) {
		eachWebTrust(p, sharedIssuer, func(t trusting, w webTrust, detail string) verdict {
			if strict, optional := w.tenancy(); len(strict)+len(optional) > 0 {
				return fine
			}
			t.tell(p.Fail(t.ARN, "lets in every customer of %s: no condition on %s", w.label(), spelled(w.key(w.claims[0]))).Detail(detail))
			return wrong
		})
	},
})

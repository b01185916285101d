package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "oidc-provider-unapproved",
		Group:    "federation",
		Title:    "OpenID Connect provider is not approved",
		Severity: findings.High,
		Why:      "Whoever runs the issuer can sign a token for any subject and so become every role that trusts the provider.",
		Fix:      "Delete the provider, or add its issuer to approved_oidc_issuers.",
		Blind: "Without approved_oidc_issuers there is one info line an account that lists the issuers. Issuers of EKS clusters always count as " +
			"approved.",
		References: []string{oidcPage},
		Since:      "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionOIDC},
	NoSubject: "no OpenID Connect providers",
	Eval: func(p *Pass) {
		var unlisted []provider
		for _, o := range p.Account.OIDC {
			name, _ := issuerName(o.ARN)
			if policy.Match(eksIssuer, name) || listed(p.Params.ApprovedOIDCIssuers, name) {
				p.OK(o.ARN)
				continue
			}
			unlisted = append(unlisted, provider{arn: o.ARN, name: name})
		}
		failUnapproved(p, len(p.Params.ApprovedOIDCIssuers) > 0, "approved_oidc_issuers", unlisted)
	},
})

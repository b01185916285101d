package checks

import (
	"slices"
	"strings"

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

// provider is an identity provider by ARN and the name that allow-lists use.
type provider struct{ arn, name string }

// failUnapproved reports each provider when there is an allow-list, and else all of them in one line.
func failUnapproved(p *Pass, configured bool, key string, unlisted []provider) {
	if configured {
		for _, u := range unlisted {
			p.Fail(u.arn, "%s is not in %s", u.name, key)
		}
		return
	}
	if len(unlisted) == 0 {
		return
	}
	names := make([]string, 0, len(unlisted))
	for _, u := range unlisted {
		names = append(names, u.name)
	}
	p.Fail(p.Account.RootARN(), "trusts %s; %s is not configured", quantity(len(names), "identity provider", "identity providers"), key).
		At(findings.Info).Detail("inventory").Evidence("providers", strings.Join(distinct(names), ", "))
}

// listed reports whether one of the patterns matches the name, whatever the case.
func listed(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		return policy.Match(strings.TrimPrefix(strings.ToLower(pattern), "https://"), strings.ToLower(name))
	})
}

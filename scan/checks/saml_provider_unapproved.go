package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const samlPage = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_saml.html"

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "saml-provider-unapproved",
		Group:    "federation",
		Title:    "SAML provider is not approved",
		Severity: findings.High,
		Why:      "Whoever holds the provider's signing key can become every role that trusts it, as any user.",
		Fix:      "Delete the provider, or add its name to approved_saml_providers.",
		Blind: "Without approved_saml_providers there is one info line an account that lists the providers. The metadata: a provider may be " +
			"changed under an approved name. Providers of IAM Identity Center count as approved.",
		References: []string{samlPage},
		Since:      "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionSAML},
	NoSubject: "no SAML providers",
	Eval: func(p *Pass) {
		var unlisted []provider
		for _, s := range p.Account.SAML {
			name := samlName(s.ARN)
			if strings.HasPrefix(name, "AWSSSO_") || listed(p.Params.ApprovedSAMLProviders, name) {
				p.OK(s.ARN)
				continue
			}
			unlisted = append(unlisted, provider{arn: s.ARN, name: name})
		}
		failUnapproved(p, len(p.Params.ApprovedSAMLProviders) > 0, "approved_saml_providers", unlisted)
	},
})

func samlName(arn string) string {
	_, name, _ := strings.Cut(arn, ":saml-provider/")
	return name
}

package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "saml-metadata-expiring",
		Group:    "federation",
		Title:    "SAML provider's metadata ends soon or has ended",
		Severity: findings.Medium,
		Why:      "When the metadata ends, people cannot sign in, and the hurried way out is often users with passwords.",
		Fix:      "Upload fresh metadata from the identity provider.",
		Blind:    "Signing certificates inside the metadata that end earlier: AWS hands the metadata out only one provider at a time.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/APIReference/API_SAMLProviderListEntry.html", samlPage,
		},
		Since: "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionSAML},
	NoSubject: "no SAML providers",
	Eval: func(p *Pass) {
		for _, s := range p.Account.SAML {
			left := -p.Days(s.ValidUntil)
			switch {
			case s.ValidUntil.IsZero() || s.ValidUntil.After(p.Now()) && left > p.Params.SAMLMetadataExpiringWithin:
				p.OK(s.ARN)
			case !s.ValidUntil.After(p.Now()):
				p.Fail(s.ARN, "the metadata ended %s", date(s.ValidUntil))
			default:
				p.Fail(s.ARN, "the metadata ends %s, in %s", date(s.ValidUntil), quantity(left, "day", "days"))
			}
		}
	},
})

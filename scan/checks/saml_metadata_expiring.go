package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "saml-metadata-expiring",
		Group:    "federation",
		Title:    "SAML provider's metadata or key ends soon or has ended",
		Severity: findings.Medium,
		Why: "When the metadata ends, people cannot sign in, and the hurried way out is often users with passwords. AWS goes on " +
			"accepting what an ended certificate signs, so a retired key still opens the account.",
		Fix:   "Upload fresh metadata from the identity provider, without the certificates that it no longer signs with.",
		Blind: "Whether the identity provider really signs with a certificate. Providers of IAM Identity Center, whose certificates AWS renews.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/APIReference/API_SAMLProviderListEntry.html", samlPage,
		},
		Since: "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionSAML},
	NoSubject: "no SAML providers",
	Eval: func(p *Pass) {
		for _, s := range p.Account.SAML {
			metadata, certificates := judgeMetadata(p, s), judgeSAMLCertificates(p, s)
			if metadata && certificates {
				p.OK(s.ARN)
			}
		}
	},
})

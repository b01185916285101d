package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "oidc-provider-unused",
		Group:      "federation",
		Title:      "no role trusts the OpenID Connect provider",
		Severity:   findings.Low,
		Why:        "A provider that nobody uses is a door that waits for a role: one line in a trust policy opens it.",
		Fix:        "Delete the provider.",
		Blind:      "Whether anybody still uses the roles that trust a provider.",
		References: []string{oidcPage},
		Since:      "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionOIDC, snapshot.SectionPrincipals},
	NoSubject: "no OpenID Connect providers",
	Eval: func(p *Pass) {
		used, unread := trustedProviders(p)
		for _, o := range p.Account.OIDC {
			switch name, _ := issuerName(o.ARN); {
			case used[name]:
				p.OK(o.ARN)
			case unread != "":
				p.Unknown(o.ARN, unparsed, "no role is known to trust it, but the trust policy of %s cannot be read", unread)
			default:
				p.Fail(o.ARN, "no role trusts it")
			}
		}
	},
})

// trustedProviders returns the issuers that roles trust, and a role whose trust policy cannot be read.
func trustedProviders(p *Pass) (used map[string]bool, unread string) {
	used = map[string]bool{}
	for i := range p.Account.Roles {
		r := &p.Account.Roles[i]
		t := p.trust(r)
		if !understood(t.document) && (unread == "" || r.Name < unread) {
			unread = r.Name
		}
		for _, g := range t.grants {
			for _, principal := range g.providers {
				if name, ok := issuerName(principal); ok {
					used[name] = true
				}
			}
		}
	}
	return used, unread
}

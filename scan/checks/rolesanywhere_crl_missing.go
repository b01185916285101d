package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "rolesanywhere-crl-missing", Group: "federation", Severity: findings.Low,
		Title:        "trust anchor looks up no revoked certificates",
		Why:          "A certificate that was stolen goes on opening roles until it expires.",
		Fix:          "Import the certificate revocation list for the anchor and enable it, or let the anchor use distribution points.",
		Blind:        "Whether the list is current.",
		References:   []string{"https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html#revocation"},
		Since:        "0.1.0",
		OffByDefault: true,
	},
	Needs:     []snapshot.Section{snapshot.SectionRolesAnywhere},
	NoSubject: "no enabled trust anchors",
	Eval: func(p *Pass) {
		revocable := map[string]bool{}
		for _, c := range p.Account.RolesAnywhere.CRLs {
			revocable[c.Anchor] = revocable[c.Anchor] || c.Enabled
		}
		for _, a := range p.Account.RolesAnywhere.Anchors {
			switch {
			case !a.Enabled:
			case a.DistributionPoints || revocable[a.ARN]:
				p.OK(a.ARN)
			default:
				p.Fail(a.ARN, "%s has no enabled revocation list", a.Name)
			}
		}
	},
})

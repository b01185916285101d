package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "rolesanywhere-anchor-unapproved", Group: "federation", Severity: findings.High,
		Title:        "trust anchor of IAM Roles Anywhere is not approved",
		Why:          "Whoever signs certificates for the anchor can become every role that IAM Roles Anywhere may assume.",
		Fix:          "Delete the trust anchor, or add it to approved_trust_anchors.",
		Blind:        "Without approved_trust_anchors there is one info line an account that lists the anchors. Which certificates the authority signs; a bundle may hold any.",
		References:   []string{rolesAnywherePage},
		Since:        "0.1.0",
		OffByDefault: true,
	},
	Needs:     []snapshot.Section{snapshot.SectionRolesAnywhere},
	NoSubject: "no enabled trust anchors",
	Eval: func(p *Pass) {
		approved := p.Params.ApprovedTrustAnchors
		var names []string
		for _, a := range p.Account.RolesAnywhere.Anchors {
			switch {
			case !a.Enabled:
			case listed(approved, a.ARN), listed(approved, a.Name), a.Authority != "" && listed(approved, a.Authority):
				p.OK(a.ARN)
			case len(approved) > 0:
				p.Fail(a.ARN, "%s is not in approved_trust_anchors", a.Name).Evidence("source", a.SourceType)
			default:
				names = append(names, a.Name+" ("+a.SourceType+")")
			}
		}
		if len(names) > 0 {
			p.Fail(p.Account.RootARN(), "has %s; approved_trust_anchors is not configured", quantity(len(names), "trust anchor", "trust anchors")).
				At(findings.Info).Detail("inventory").Evidence("anchors", strings.Join(distinct(names), ", "))
		}
	},
})

package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "outbound-federation-enabled", Group: "federation", Severity: findings.Low,
		Title: "the account issues tokens for other services",
		Why: "Every principal with sts:GetWebIdentityToken can prove to outsiders who it is: a way to carry an identity out of AWS, " +
			"where no trail of yours records what it does.",
		Fix: "Disable outbound web identity federation, or list the account in approved_outbound_federation and narrow " +
			"sts:GetWebIdentityToken by sts:IdentityTokenAudience.",
		Blind:      "Who may get tokens, for which audiences, and which services outside accept them.",
		References: []string{"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound.html"},
		Since:      "0.1.0",
	},
	Needs: []snapshot.Section{snapshot.SectionAccountFederation},
	Eval: func(p *Pass) {
		root, f := p.Account.RootARN(), p.Account.AccountFederation
		switch {
		case !f.Outbound:
			p.OK(root)
		case listed(p.Params.ApprovedOutboundFederation, p.Account.ID):
			p.Passed(root, "outbound federation is on and approved")
		default:
			p.Fail(root, "outbound web identity federation is on").Evidence("issuer", f.Issuer)
		}
	},
})

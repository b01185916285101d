package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "account-region-optin-unapproved", Group: "account", Severity: findings.Low,
		Title: "an opt-in Region is enabled without approval",
		Why: "Regions that an account has to enable are where nobody looks: trails, detectors and guardrails often stop short of them, " +
			"and an intruder who may enable one works there unseen.",
		Fix: "Disable the Region once nothing is left in it, or add it to approved_regions; deny account:EnableRegion by a control policy.",
		Blind: "Regions that every account has from the start, and what runs in a Region. Without approved_regions nothing is judged, " +
			"only shown.",
		References: []string{"https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html"},
		Since:      "0.1.0",
	},
	Needs: []snapshot.Section{snapshot.SectionRegions},
	Eval: func(p *Pass) {
		root := p.Account.RootARN()
		var unlisted []snapshot.Region
		for _, r := range p.Account.Regions.All {
			if r.OptedIn() && !listed(p.Params.ApprovedRegions, r.Name) {
				unlisted = append(unlisted, r)
			}
		}
		switch {
		case len(unlisted) == 0:
			p.OK(root)
		case len(p.Params.ApprovedRegions) == 0:
			inventoryRegions(p, unlisted)
		default:
			for _, r := range unlisted {
				p.Fail(root, "%s is %s and not in approved_regions", r.Name, strings.ToLower(r.Status)).Detail(r.Name)
			}
		}
	},
})

func inventoryRegions(p *Pass, regions []snapshot.Region) {
	names := make([]string, 0, len(regions))
	for _, r := range regions {
		names = append(names, r.Name)
	}
	p.Fail(p.Account.RootARN(), "%s enabled; approved_regions is not configured", quantity(len(names), "opt-in Region", "opt-in Regions")).
		At(findings.Info).Detail("inventory").Evidence("regions", strings.Join(distinct(names), ", "))
}

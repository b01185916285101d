package checks

import (
	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "org-scp-missing-region-guard", Group: "org", Severity: findings.Medium,
		Title: "regions that nobody uses are open",
		Why:   "What runs in a region that nobody looks at is found by the invoice: miners and intruders pick those.",
		Fix: "Attach a service control policy to the root that denies everything but global services under " +
			"StringNotEquals aws:RequestedRegion, and list the approved regions in approved_regions.",
		Blind: "A list of regions to deny, since it misses the next region. Services that the Deny leaves out with " +
			"NotAction beyond EC2, Lambda and S3. Only what a request's principal, account and the guard's own " +
			"keys tell: a Deny under any other condition counts as none.",
		References: []string{scpExamplesPage, scpEvaluation},
		Since:      "0.1.0",
	},
	CausedBy: []string{"org-account-without-scp"},
	OrgNeeds: controlNeeds,
	Judge:    func(p *OrgPass) { judgeByNode(p, regionGuard(p.Params.ApprovedRegions), regionGuardReport(p)) },
})

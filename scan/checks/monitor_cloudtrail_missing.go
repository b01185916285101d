package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "monitor-cloudtrail-missing", Group: "monitor", Severity: findings.High,
		Title:        "no trail records the account in all Regions",
		Why:          "Without a trail nobody can tell who did what, and an intruder leaves no trace beyond 90 days.",
		Fix:          "Create a trail of all Regions for the organization that records reading and writing management events.",
		Blind:        "What becomes of the log files. Whether an organization trail of another account is on: that account is judged for it. Event data stores of CloudTrail Lake.",
		References:   []string{"https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html"},
		Since:        "0.1.0",
		OffByDefault: true,
	},
	Needs:     []snapshot.Section{snapshot.SectionRegions, snapshot.SectionTrails},
	OrgNeeds:  []snapshot.Section{snapshot.SectionAccounts},
	NoSubject: noChosenRegion,
	Eval: func(p *Pass) {
		if len(p.Account.Regions.Scanned()) == 0 {
			return
		}
		own, foreign := sortTrails(p)
		switch {
		case recorded(own):
			p.OK(p.Account.RootARN())
		case foreign != nil && judgedElsewhere(p, foreign.Owner()):
			p.Passed(p.Account.RootARN(), "an organization trail of account "+foreign.Owner()+" records it and is judged there")
		case foreign != nil:
			p.Unknown(p.Account.RootARN(), notJudged, "an organization trail of account %s records it, which is not swept", foreign.Owner())
		default:
			failTrails(p, own)
		}
	},
})

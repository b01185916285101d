package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "monitor-config-missing", Group: "monitor", Severity: findings.Medium,
		Title:        "AWS Config does not record the account in full",
		Why:          "Without a recorder nobody can tell how a role or a bucket looked last week, and rules that need it are blind.",
		Fix:          "Turn on a configuration recorder in each Region, and record the types of IAM in one of them.",
		Blind:        "Where the recorder delivers to. Resource types beside those of IAM that a recorder leaves out.",
		References:   []string{"https://docs.aws.amazon.com/config/latest/developerguide/stop-start-recorder.html"},
		Since:        "0.1.0",
		OffByDefault: true,
	},
	Needs:     []snapshot.Section{snapshot.SectionRegions, snapshot.SectionRecorders},
	NoSubject: noChosenRegion,
	Eval: func(p *Pass) {
		recording, iam := map[string]bool{}, false
		for _, r := range p.Account.Recorders.Recorders {
			recording[r.Region] = recording[r.Region] || r.Recording
			iam = iam || r.Recording && r.IAM
		}
		scanned, bare := len(p.Account.Regions.Scanned()), regionsWithout(p, recording)
		switch {
		case scanned == 0:
		case len(bare) > 0:
			p.Fail(p.Account.RootARN(), "AWS Config is off in %d of %s", len(bare), quantity(scanned, "Region", "Regions")).
				Evidence("regions", strings.Join(bare, ", ")).Evidence("records IAM", yesOrNo(iam))
		case !iam:
			p.Fail(p.Account.RootARN(), "AWS Config records users, groups, roles and policies in no Region")
		default:
			p.OK(p.Account.RootARN())
		}
	},
})

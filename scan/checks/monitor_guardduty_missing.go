package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "monitor-guardduty-missing", Group: "monitor", Severity: findings.Medium,
		Title:        "GuardDuty is off in some Regions",
		Why:          "GuardDuty sees stolen credentials in use: where it is off, the theft stays unseen, and intruders prefer such Regions.",
		Fix:          "Turn on GuardDuty in each Region for all accounts from the delegated administrator, or deny unused Regions.",
		Blind:        "Which protection plans are on, and what becomes of findings.",
		References:   []string{"https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html"},
		Since:        "0.1.0",
		OffByDefault: true,
	},
	Needs:     []snapshot.Section{snapshot.SectionRegions, snapshot.SectionDetectors},
	NoSubject: noChosenRegion,
	Eval: func(p *Pass) {
		on := map[string]bool{}
		for _, d := range p.Account.Detectors.Detectors {
			on[d.Region] = on[d.Region] || d.Status == "ENABLED"
		}
		scanned, bare := len(p.Account.Regions.Scanned()), regionsWithout(p, on)
		switch {
		case scanned == 0:
		case len(bare) > 0:
			p.Fail(p.Account.RootARN(), "GuardDuty is off in %d of %s", len(bare), quantity(scanned, "Region", "Regions")).
				Evidence("regions", strings.Join(bare, ", "))
		default:
			p.OK(p.Account.RootARN())
		}
	},
})

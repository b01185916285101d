package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "access-analyzer-external-missing", Group: "analyzer", Severity: findings.Medium,
		Title: "no analyzer looks for access from outside in some Regions",
		Why:   "A bucket, key or queue that is opened to strangers stays unseen until somebody finds it.",
		Fix:   "Create an analyzer for external access with the organization as its zone of trust in each Region, in the delegated administrator.",
		Blind: "What the analyzers report, and their archive rules. When the organization is not known, or its analyzers could not be " +
			"read, one of its analyzers may cover what is reported here.",
		References: []string{analyzerPage},
		Since:      "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionRegions, snapshot.SectionAccessAnalyzer},
	OrgUses:   []snapshot.Section{snapshot.SectionOrganizationAnalyzers},
	NoSubject: noChosenRegion,
	Eval: func(p *Pass) {
		scanned, bare := len(p.Account.Regions.Scanned()), uncovered(p)
		switch {
		case scanned == 0:
			return
		case len(bare) == 0:
			p.OK(p.Account.RootARN())
			return
		}
		o := p.Fail(p.Account.RootARN(), "no active analyzer for external access in %d of %s", len(bare), quantity(scanned, "Region", "Regions")).
			Evidence("regions", strings.Join(bare, ", "))
		if r, missing := p.Org.Lacks(snapshot.SectionOrganizationAnalyzers); missing {
			o.Evidence("not known", "the organization's analyzers: "+r.Message)
		} else if p.Org.ID == "" {
			o.Evidence("not known", "the organization and its analyzers")
		}
	},
})

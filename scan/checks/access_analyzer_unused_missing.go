package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "access-analyzer-unused-missing", Group: "analyzer", Severity: findings.Low,
		Title:        "no analyzer looks for unused access in the organization",
		Why:          "Roles, keys and permissions that nobody uses any more are what an intruder uses unnoticed.",
		Fix:          "Create an analyzer for unused access for the organization, in one Region: IAM is global. AWS charges by role and user.",
		Blind:        "Analyzers of single accounts.",
		References:   []string{analyzerPage},
		Since:        "0.1.0",
		OffByDefault: true,
	},
	OrgNeeds: []snapshot.Section{snapshot.SectionOrganizationAnalyzers},
	Judge: func(p *OrgPass) {
		if slices.ContainsFunc(p.Org.Analyzers.Analyzers, func(a snapshot.Analyzer) bool { return a.Active() && a.Unused() }) {
			p.OK()
			return
		}
		p.Fail(p.Org.ManagementID, p.organization(), "the organization has no active analyzer for unused access")
	},
})

package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "access-analyzer-finding", Group: "analyzer", Severity: findings.Critical,
		Title: "IAM Access Analyzer reports the resource",
		Why:   "An analyzer has found access from outside, access inside that was not meant, or access that nobody uses.",
		Fix:   "Remove the access, or archive the finding in IAM Access Analyzer when it is meant.",
		Blind: "Who has the access, which only the finding itself says. What no analyzer looks at. When the organization is not known, " +
			"only the account's own analyzers are read.",
		References:   []string{"https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-findings.html"},
		Since:        "0.1.0",
		OffByDefault: true,
	},
	Needs:     []snapshot.Section{snapshot.SectionAccessAnalyzer, snapshot.SectionAnalyzerFindings},
	OrgNeeds:  []snapshot.Section{snapshot.SectionOrganizationAnalyzers, snapshot.SectionOrganizationFindings},
	NoSubject: "no active analyzer looks at the account",
	Eval: func(p *Pass) {
		reported := analyzerReports(p)
		for key, list := range reported {
			failAnalyzed(p, key, list)
		}
		if len(reported) == 0 && analyzed(p) {
			p.OK(p.Account.RootARN())
		}
	},
})

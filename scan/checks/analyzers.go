package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	analyzerPage     = "https://docs.aws.amazon.com/IAM/latest/UserGuide/what-is-access-analyzer.html"
	archiveRulesPage = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-archive-rules.html"
)

// accountOfARN returns the account that an ARN names.
func accountOfARN(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 {
		return ""
	}
	return parts[4]
}

// uncovered returns the scanned Regions in which neither an analyzer of the account nor one of the organization looks for
// access from outside.
func uncovered(p *Pass) []string {
	covered := map[string]bool{}
	for _, list := range []*snapshot.AccessAnalyzer{p.Account.AccessAnalyzer, p.Org.Analyzers} {
		for _, region := range list.Covering() {
			covered[region] = true
		}
	}
	var bare []string
	for _, region := range p.Account.Regions.Scanned() {
		if !covered[region] {
			bare = append(bare, region)
		}
	}
	return distinct(bare)
}

// analyzed reports whether an active analyzer looks at the account.
func analyzed(p *Pass) bool {
	for _, list := range []*snapshot.AccessAnalyzer{p.Account.AccessAnalyzer, p.Org.Analyzers} {
		if list == nil {
			continue
		}
		for _, a := range list.Analyzers {
			if a.Active() {
				return true
			}
		}
	}
	return false
}

// analyzerSeverity is what a kind of finding is worth: access from outside most, access that nobody uses least.
func analyzerSeverity(f snapshot.AnalyzerFinding) findings.Severity {
	switch {
	case f.Public:
		return findings.Critical
	case f.Type == "ExternalAccess":
		return findings.High
	case strings.HasPrefix(f.Type, "Unused"):
		return findings.Low
	}
	return findings.Medium
}

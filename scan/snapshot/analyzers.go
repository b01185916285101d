package snapshot

import (
	"cmp"
	"slices"
	"strings"
)

// AccessAnalyzer are the analyzers of IAM Access Analyzer, sorted by ARN.
type AccessAnalyzer struct {
	Analyzers []Analyzer `json:"analyzers,omitempty"`
}

// Analyzer is one analyzer in one Region.
type Analyzer struct {
	ARN    string `json:"arn"`
	Name   string `json:"name"`
	Region string `json:"region"`
	// Type is ACCOUNT or ORGANIZATION, with _UNUSED_ACCESS or _INTERNAL_ACCESS behind it for the other kinds of analysis.
	Type string `json:"type"`
	// Status is ACTIVE, CREATING, DISABLED or FAILED.
	Status string `json:"status"`
}

// Active reports whether the analyzer works.
func (a Analyzer) Active() bool { return a.Status == "ACTIVE" }

// OfOrganization reports whether the analyzer looks at the whole organization.
func (a Analyzer) OfOrganization() bool { return strings.HasPrefix(a.Type, "ORGANIZATION") }

// External reports whether the analyzer looks for access from outside.
func (a Analyzer) External() bool { return a.Type == "ACCOUNT" || a.Type == "ORGANIZATION" }

// Unused reports whether the analyzer looks for access that nobody uses.
func (a Analyzer) Unused() bool { return strings.HasSuffix(a.Type, "_UNUSED_ACCESS") }

// Covering returns the Regions in which an active analyzer looks for access from outside, sorted. Nil has none.
func (a *AccessAnalyzer) Covering() []string {
	var regions []string
	if a == nil {
		return nil
	}
	for _, analyzer := range a.Analyzers {
		if analyzer.Active() && analyzer.External() {
			regions = append(regions, analyzer.Region)
		}
	}
	slices.Sort(regions)
	return slices.Compact(regions)
}

// AnalyzerFindings are what active analyzers report and nobody has archived or resolved, sorted by analyzer and id.
type AnalyzerFindings struct {
	Findings []AnalyzerFinding `json:"findings,omitempty"`
}

// AnalyzerFinding is one finding of an analyzer.
type AnalyzerFinding struct {
	ID string `json:"id"`
	// Analyzer is the analyzer's ARN.
	Analyzer string `json:"analyzer"`
	// Type is ExternalAccess, InternalAccess, UnusedIAMRole, UnusedIAMUserAccessKey, UnusedIAMUserPassword or
	// UnusedPermission.
	Type string `json:"type"`
	// Account owns the resource.
	Account string `json:"account"`
	// Resource is the ARN, empty when AWS does not name it.
	Resource     string `json:"resource,omitempty"`
	ResourceType string `json:"resource_type"`
	// Public is true when everybody has the access.
	Public bool `json:"public,omitempty"`
}

// ArchiveRules are the rules by which analyzers for external access hide findings, sorted by analyzer and name.
type ArchiveRules struct {
	Rules []ArchiveRule `json:"rules,omitempty"`
}

// ArchiveRule archives each new finding that meets all criteria of its filter.
type ArchiveRule struct {
	// Analyzer is the analyzer's ARN.
	Analyzer string `json:"analyzer"`
	Name     string `json:"name"`
	// Filter holds the criteria by the property of a finding that they test, such as "principal.AWS".
	Filter map[string]Criterion `json:"filter,omitempty"`
}

// Criterion is what a filter asks of one property. Several values of one operator are alternatives.
type Criterion struct {
	Equals    []string `json:"eq,omitempty"`
	NotEquals []string `json:"neq,omitempty"`
	Contains  []string `json:"contains,omitempty"`
	Exists    *bool    `json:"exists,omitempty"`
}

func (a *AccessAnalyzer) sort() {
	if a != nil {
		by(a.Analyzers, func(x Analyzer) string { return x.ARN })
	}
}

func (a *AnalyzerFindings) sort() {
	if a != nil {
		slices.SortStableFunc(a.Findings, func(x, y AnalyzerFinding) int {
			return cmp.Or(strings.Compare(x.Analyzer, y.Analyzer), strings.Compare(x.ID, y.ID))
		})
	}
}

func (a *ArchiveRules) sort() {
	if a == nil {
		return
	}
	slices.SortStableFunc(a.Rules, func(x, y ArchiveRule) int {
		return cmp.Or(strings.Compare(x.Analyzer, y.Analyzer), strings.Compare(x.Name, y.Name))
	})
	for _, r := range a.Rules {
		for _, c := range r.Filter {
			slices.Sort(c.Equals)
			slices.Sort(c.NotEquals)
			slices.Sort(c.Contains)
		}
	}
}

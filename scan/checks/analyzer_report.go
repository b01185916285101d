package checks

import (
	"maps"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// analyzerReport is what several findings, of more than one analyzer or Region, say together.
type analyzerReport struct{ resource, kind string }

func analyzerReports(p *Pass) map[analyzerReport][]snapshot.AnalyzerFinding {
	reported := map[analyzerReport][]snapshot.AnalyzerFinding{}
	for _, list := range []*snapshot.AnalyzerFindings{p.Account.AnalyzerFindings, p.Org.AnalyzerFindings} {
		if list == nil {
			continue
		}
		for _, f := range list.Findings {
			if f.Account == p.Account.ID {
				key := analyzerReport{orElse(f.Resource, p.Account.RootARN()), f.Type}
				reported[key] = append(reported[key], f)
			}
		}
	}
	return reported
}

func failAnalyzed(p *Pass, key analyzerReport, list []snapshot.AnalyzerFinding) {
	severity, ids, types := findings.Info, map[string]bool{}, map[string]bool{}
	public := ""
	for _, f := range list {
		severity = max(severity, analyzerSeverity(f))
		ids[f.ID], types[f.ResourceType] = true, true
		if f.Public {
			public = ", open to everybody"
		}
	}
	p.Fail(key.resource, "%s of type %s%s", quantity(len(ids), "active finding", "active findings"), key.kind, public).
		Detail(key.kind).At(severity).
		Evidence("resource type", strings.Join(slices.Sorted(maps.Keys(types)), ", ")).
		Evidence("findings", strings.Join(slices.Sorted(maps.Keys(ids)), ", "))
}

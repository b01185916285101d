package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
)

// blamed is a resource of an account that a check reports.
type blamed struct{ account, check, resource string }

// Blame names in consequences what causes them, where the cause is among the findings and not milder. The findings are all
// of one or more accounts, in any order; it changes the evidence of some.
func Blame(selected []*Check, list []findings.Finding) {
	causes := map[string][]string{}
	for _, c := range selected {
		if len(c.CausedBy) > 0 {
			causes[c.ID] = c.CausedBy
		}
	}
	worst := map[blamed]findings.Severity{}
	for _, f := range list {
		if f.Status == findings.Fail {
			key := blamed{f.Account, f.Check, f.Resource}
			worst[key] = max(worst[key], f.Severity)
		}
	}
	for i := range list {
		f := &list[i]
		if f.Status != findings.Fail || f.Cause() != "" {
			continue
		}
		for _, cause := range causes[f.Check] {
			if severity, there := worst[blamed{f.Account, cause, f.Resource}]; there && severity >= f.Severity {
				f.Evidence = append(slices.Clip(f.Evidence), findings.Evidence{Name: findings.CausedBy, Value: cause})
				break
			}
		}
	}
}

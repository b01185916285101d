package checks

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/snapshot"
)

func judgeArchiveRule(p *Pass, rule snapshot.ArchiveRule) {
	for property, c := range rule.Filter {
		if namesSomebody(property) && narrows(c) {
			p.OK(rule.Analyzer)
			return
		}
	}
	p.Fail(rule.Analyzer, "archive rule %s names neither principals nor resources", rule.Name).
		Detail(rule.Name).Evidence("filter", filterInWords(rule.Filter))
}

// namesSomebody reports whether a property of findings tells who has the access, from where, or to what.
func namesSomebody(property string) bool {
	return property == "resource" || strings.HasPrefix(property, "principal.") || strings.HasPrefix(property, "condition.")
}

// narrows reports whether a criterion picks something out. What is merely unequal, merely there, or contains what every ARN
// contains is nearly everything.
func narrows(c snapshot.Criterion) bool {
	if len(c.Equals) > 0 {
		return true
	}
	if len(c.Contains) > 0 {
		return !slices.ContainsFunc(c.Contains, func(text string) bool {
			return text == "*" || strings.Contains("arn:aws:iam:::", text) || strings.Contains("arn:aws:s3:::", text)
		})
	}
	return c.Exists != nil && !*c.Exists
}

// filterInWords spells a filter in the order of its properties.
func filterInWords(filter map[string]snapshot.Criterion) string {
	if len(filter) == 0 {
		return "none"
	}
	var parts []string
	for _, property := range slices.Sorted(maps.Keys(filter)) {
		c := filter[property]
		for _, operator := range []struct {
			name   string
			values []string
		}{{"is", c.Equals}, {"is not", c.NotEquals}, {"contains", c.Contains}} {
			if len(operator.values) > 0 {
				parts = append(parts, property+" "+operator.name+" "+strings.Join(distinct(slices.Clone(operator.values)), " or "))
			}
		}
		if c.Exists != nil {
			parts = append(parts, fmt.Sprintf("%s exists: %t", property, *c.Exists))
		}
	}
	return strings.Join(parts, "; ")
}

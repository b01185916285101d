package org

import (
	"cmp"
	"slices"
	"strings"

	"github.com/xrash/smetrics"
)

// nearLimit is how many names a hint lists.
const nearLimit = 3

// near returns the known names that a mistyped one may have meant, best first: at most a third of its letters are
// different, or one contains the other.
func near(name string, known []string) []string {
	type candidate struct {
		name     string
		distance int
	}
	var candidates []candidate
	lower := strings.ToLower(name)
	for _, k := range known {
		other := strings.ToLower(k)
		d := smetrics.WagnerFischer(lower, other, 1, 1, 1)
		related := len(lower) > 2 && len(other) > 2 && (strings.Contains(other, lower) || strings.Contains(lower, other))
		if k != "" && (d <= max(1, len(name)/3) || related) {
			candidates = append(candidates, candidate{k, d})
		}
	}
	slices.SortFunc(candidates, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.name, b.name))
	})
	candidates = slices.Compact(candidates)
	var names []string
	for _, c := range candidates[:min(nearLimit, len(candidates))] {
		names = append(names, c.name)
	}
	return names
}

package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xrash/smetrics"
)

// nearest keeps the few names that are most like a mistyped one.
type nearest struct {
	wanted string
	names  []rankedName
}

type rankedName struct {
	name     string
	distance int
}

// nearestKept is how many names a hint holds.
const nearestKept = 3

// offer considers a name; case does not count. Names of a very different length are passed over unmeasured.
func (n *nearest) offer(name string) { n.offerAs(name, name) }

// offerAs considers a name that the hint spells in another way.
func (n *nearest) offerAs(name, spelled string) {
	limit := len(n.wanted)/3 + 1
	if diff := len(name) - len(n.wanted); diff > limit || -diff > limit {
		return
	}
	d := smetrics.WagnerFischer(strings.ToLower(n.wanted), strings.ToLower(name), 1, 1, 1)
	if d > limit || slices.ContainsFunc(n.names, func(r rankedName) bool { return r.name == spelled }) {
		return
	}
	n.names = append(n.names, rankedName{spelled, d})
	slices.SortStableFunc(n.names, func(a, b rankedName) int { return a.distance - b.distance })
	n.names = n.names[:min(len(n.names), nearestKept)]
}

// hint lists the names, or is the fallback when there are none.
func (n *nearest) hint(fallback string) string {
	var names []string
	for _, r := range n.names {
		names = append(names, r.name)
	}
	if len(names) == 0 {
		return fallback
	}
	return strings.Join(names, ", ")
}

// several lists the first names and counts the rest.
func several(names []string, limit int) string {
	if len(names) <= limit+1 {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:limit], ", "), len(names)-limit)
}

package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/actions"
	"github.com/orgscan/orgscan/scan/policy"
)

// coversResource reports whether one of the patterns matches whatever another one does. A pattern taken as a text, with
// its wildcards as plain characters, is one of the names that it matches itself: what does not match that text does not
// cover the pattern. A policy variable may become any text.
func coversResource(patterns []string, wanted string) bool {
	all := policy.Statement{Resources: []string{wanted}}
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		if policy.Match(variablesOpen(pattern), wanted) {
			return true
		}
		one := policy.Statement{Resources: []string{pattern}}
		return all.AllResources() && one.AllResources()
	})
}

// variablesOpen writes a star for each policy variable.
func variablesOpen(pattern string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(pattern, "${")
		_, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			b.WriteString(pattern)
			return b.String()
		}
		b.WriteString(before + "*")
		pattern = after
	}
}

// onlyReads reports whether no action of the set changes anything.
func onlyReads(s actions.Set) bool { return s.Minus(actions.Of(actions.Read, actions.List)).Len() == 0 }

// worstAction picks an example: one that changes permissions before one that writes, before one that reads.
func worstAction(s actions.Set) string {
	for _, level := range []actions.Level{actions.PermissionsManagement, actions.Write, actions.Tagging, actions.Read} {
		if found := s.Intersect(actions.Of(level)).List(); len(found) > 0 {
			return found[0].String()
		}
	}
	return s.List()[0].String()
}

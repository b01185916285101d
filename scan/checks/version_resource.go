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

// tooLong reports documents that take too long to compare: they are far beyond the 6,144 characters that AWS stores.
func tooLong(a, b []reach) bool {
	count := func(list []reach) int {
		n := 0
		for _, r := range list {
			n += len(r.resources)
		}
		return n
	}
	return count(a)*count(b) > 250_000
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

// amount does not count what is as good as everything: the number changes whenever AWS adds an action.
func amount(s actions.Set) string {
	if n := s.Len(); n < len(actions.All())/2 {
		return quantity(n, "action", "actions")
	}
	return "thousands of actions"
}

// onlyReads reports whether no action of the set changes anything.
func onlyReads(s actions.Set) bool { return s.Minus(actions.Of(actions.Read, actions.List)).Len() == 0 }

// worstAction picks an example: one of IAM before others, and one that changes permissions before one that writes.
func worstAction(p *Pass, s actions.Set) string {
	iam := p.expand("iam:*")
	for _, level := range []actions.Level{actions.PermissionsManagement, actions.Write, actions.Tagging, actions.Read, actions.List} {
		found := s.Intersect(actions.Of(level))
		for _, choice := range []actions.Set{found.Intersect(iam), found} {
			if choice.Len() > 0 {
				return choice.List()[0].String()
			}
		}
	}
	return ""
}

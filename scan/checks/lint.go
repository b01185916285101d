package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
)

// plainVariables notes policy variables in a document of a version in which they are plain text.
func plainVariables(d *policy.Document) []string {
	if d.Version == "2012-10-17" {
		return nil
	}
	variable := func(text string) bool { return strings.Contains(text, "${aws:") }
	for i := range d.Statements {
		s := &d.Statements[i]
		if slices.ContainsFunc(slices.Concat(s.Resources, s.NotResources), variable) ||
			slices.ContainsFunc(s.Conditions, func(c policy.Condition) bool { return slices.ContainsFunc(c.Values, variable) }) {
			return []string{"variables such as ${aws:username} are plain text without Version 2012-10-17"}
		}
	}
	return nil
}

// unknownActions returns the patterns that match no action of the catalogue. A list of ten thousand is looked at as far as
// a policy that AWS stores can be long.
func unknownActions(p *Pass, d *policy.Document) []string {
	const longest = 5_000
	var out []string
	for i := range d.Statements {
		s := &d.Statements[i]
		for _, pattern := range slices.Concat(s.Actions, s.NotActions) {
			if len(out) < longest && p.expand(pattern).Len() == 0 {
				out = append(out, pattern)
			}
		}
	}
	return out
}

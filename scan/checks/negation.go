package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/policy"
)

// judgeNegation passes exceptions that leave nothing: NotAction "*" allows no action.
func judgeNegation(s *policy.Statement) *fault {
	except := policy.Statement{Actions: s.NotActions}
	switch {
	case s.NotActions != nil && s.Actions == nil && !except.AllActions():
		f := &fault{text: "allows every action except " + firstOf(s.NotActions)}
		if !s.AllResources() && !allButSome(s) {
			f.text += " on " + firstOf(s.Resources)
			return f.milder(findings.Low)
		}
		return f
	case allButSome(s):
		return &fault{text: "allows " + firstOf(s.Actions) + " on every resource except " + firstOf(s.NotResources)}
	}
	return nil
}

// firstOf writes the first names of a list in their order as sorted text, and how many more there are.
func firstOf(list []string) string {
	const shown = 4
	sorted := distinct(normal(list, clipped))
	if len(sorted) <= shown {
		return strings.Join(sorted, ", ")
	}
	return strings.Join(sorted[:shown], ", ") + " and " + quantity(len(sorted)-shown, "other", "others")
}

// clipped shortens text that nobody would read to its end.
func clipped(text string) string {
	const longest = 200
	if len(text) <= longest {
		return text
	}
	return strings.ToValidUTF8(text[:longest], "") + "…"
}

package main

import (
	"fmt"
	"maps"
	"strings"

	"github.com/orgscan/orgscan/scan/checks"
)

// describe is a check for people: what checks show prints, and with spell for Markdown a section of docs/checks.md.
func describe(c *checks.Check, spell func(string) string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "### %s\n\n%s: %s, %s by default, since %s.\n\n", c.ID, spell(c.Title), c.Severity, onOrOff(c.Rule), c.Since)
	for _, part := range []struct{ name, text string }{
		{"Why", spell(c.Why)},
		{"Fix", spell(c.Fix)},
		{"Does not detect", spell(c.Blind)},
		{"Reads", strings.Join(needsOf(c), ", ")},
		{"Thresholds", strings.Join(thresholdsOf(c), ", ")},
		{"Controls", strings.Join(byFramework(c.Controls), "; ")},
	} {
		if part.text != "" {
			fmt.Fprintf(&b, "- %s: %s\n", part.name, part.text)
		}
	}
	b.WriteString("- References:\n")
	for _, r := range c.References {
		fmt.Fprintf(&b, "  - <%s>\n", r)
	}
	return b.String()
}

// asItIs leaves text alone.
func asItIs(text string) string { return text }

// thresholdsOf names the thresholds that a check judges by, the numbers with their default.
func thresholdsOf(c *checks.Check) []string {
	defaults := maps.Collect(checks.DefaultParams().Numbers())
	var out []string
	for _, name := range c.Thresholds() {
		if value, ok := defaults[name]; ok {
			name += fmt.Sprintf(" (%d)", value)
		}
		out = append(out, name)
	}
	return out
}

// byFramework writes the controls of one framework behind its name once: "cis@7.0.0 2.4, 2.5".
func byFramework(controls []string) []string {
	var out []string
	last := ""
	for _, c := range controls {
		framework, id, _ := strings.Cut(c, ":")
		if framework == last {
			out[len(out)-1] += ", " + id
			continue
		}
		out, last = append(out, framework+" "+id), framework
	}
	return out
}

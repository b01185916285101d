package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
)

// coverageGroup is the accounts of one state that share their reasons.
type coverageGroup struct {
	state    findings.CoverageState
	reasons  []findings.CoverageReason
	accounts names
}

// states are the order in which coverage is told: what is worst first.
var states = []findings.CoverageState{findings.Unreachable, findings.Partial, findings.Skipped}

var stateCodes = map[findings.CoverageState]string{
	findings.Unreachable: alarm, findings.Partial: alarm, findings.Skipped: bold,
}

// coverage writes how much was looked at, before anything that was found.
func (s *sheet) coverage() {
	s.title(bold, "COVERAGE", s.coverageCounts())
	for _, state := range states {
		groups := coverageGroups(s.run.Coverage, state)
		shown := groups[:unfolded(len(groups), perSection)]
		for _, g := range shown {
			s.coverageGroup(g)
		}
		if rest := accountsOf(groups[len(shown):]); rest > 0 {
			s.line("  %-11s  and %s more: see run.json, or --format csv", state, count(rest, "account"))
		}
	}
	for _, r := range s.run.Scope.Missing {
		const head = "missing of the organization"
		lines := wrap(head+": "+visible(r.Section), s.width-2)
		lines[0] = strings.Replace(lines[0], head, s.paint.apply(alarm, head), 1)
		s.hanging("  ", 2, lines)
		s.reason(r, "")
	}
}

func (s *sheet) coverageCounts() string {
	n := map[findings.CoverageState]int{}
	for _, c := range s.run.Coverage {
		n[c.State]++
	}
	return fmt.Sprintf("%s: %d complete, %d partial, %d unreachable, %d skipped", count(len(s.run.Coverage), "account"),
		n[findings.Complete], n[findings.Partial], n[findings.Unreachable], n[findings.Skipped])
}

func accountsOf(groups []*coverageGroup) int {
	n := 0
	for _, g := range groups {
		n += g.accounts.total
	}
	return n
}

// coverageGroups returns the accounts of a state, those with the same reasons together, in the order of their first account.
// Hints may name the account, so they tell no groups apart: the first account's stand for all.
func coverageGroups(all []findings.Coverage, state findings.CoverageState) []*coverageGroup {
	var groups []*coverageGroup
	byReasons := map[string]*coverageGroup{}
	for _, c := range all {
		if c.State != state {
			continue
		}
		key := fmt.Sprintf("%q", withoutHints(c.Reasons))
		if byReasons[key] == nil {
			byReasons[key] = &coverageGroup{state: state, reasons: c.Reasons}
			groups = append(groups, byReasons[key])
		}
		byReasons[key].accounts.add(c.Account, c.Name)
	}
	return groups
}

func withoutHints(reasons []findings.CoverageReason) []findings.CoverageReason {
	out := slices.Clone(reasons)
	for i := range out {
		out[i].Hint = ""
	}
	return out
}

func (s *sheet) coverageGroup(g *coverageGroup) {
	const indent = 15
	head := fmt.Sprintf("  %-13s", g.state)
	head = strings.Replace(head, string(g.state), s.paint.apply(stateCodes[g.state], string(g.state)), 1)
	s.hanging(head, indent, wrap(g.accounts.numbered(s.width-indent), s.width-indent))
	for _, r := range mergeSections(g.reasons) {
		s.reason(r.CoverageReason, r.sections)
	}
}

// sectionsReason is one reason with all sections it took away.
type sectionsReason struct {
	findings.CoverageReason
	sections string
}

// mergeSections puts sections that are missing for the same reason on one line, in the order of their first.
func mergeSections(reasons []findings.CoverageReason) []*sectionsReason {
	var merged []*sectionsReason
	byReason := map[findings.CoverageReason]*sectionsReason{}
	for _, r := range reasons {
		section := visible(r.Section)
		r.Section = ""
		m := byReason[r]
		if m == nil {
			m = &sectionsReason{CoverageReason: r, sections: section}
			byReason[r] = m
			merged = append(merged, m)
			continue
		}
		m.sections += ", " + section
	}
	return merged
}

// reason writes why something is missing, and what to try.
func (s *sheet) reason(r findings.CoverageReason, sections string) {
	const indent = 4
	why := strings.TrimSpace(r.Action + " " + cmp.Or(r.Code, string(r.Cause)))
	s.indented(indent, strings.Join(nonEmpty(sections, visible(why), visible(r.Message)), ": "))
	if r.Exception != "" {
		s.indented(indent, "excused by exception "+visible(r.Exception))
		return
	}
	if r.Hint != "" {
		s.hint(indent, "try: "+visible(r.Hint))
	}
}

func nonEmpty(parts ...string) []string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return out
}

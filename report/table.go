package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/orgscan/orgscan/findings"
)

const (
	defaultWidth = 120
	// minWidth keeps columns readable; a narrower terminal wraps.
	minWidth = 60
	// perCheck is how many problems of one check are shown.
	perCheck = 2
	// perSection is how many entries of the shorter lists are shown.
	perSection = 12
	// lastLines is how many lines the last cell of a row may take.
	lastLines = 2
)

// blockLimits is how many checks are shown of each severity, so that a first sweep fits a few screens.
var blockLimits = map[findings.Severity]int{
	findings.Critical: 15, findings.High: 12, findings.Medium: 8, findings.Low: 3, findings.Info: 2,
}

// sheet is a report for people while it is written.
type sheet struct {
	out   *bufio.Writer
	width int
	paint paint
	sum   *summary
	run   *findings.Run
	// fixed are the checks whose fix has been shown.
	fixed map[string]bool
}

// writeTable writes coverage first, then what could not be evaluated, then what failed, worst first.
func writeTable(w io.Writer, src *Source, o Options) error {
	sum, err := summarise(src)
	if err != nil {
		return err
	}
	s := &sheet{
		out: bufio.NewWriter(w), width: max(cmp.Or(o.Width, defaultWidth), minWidth), paint: paint(o.Color),
		sum: sum, run: src.Run, fixed: map[string]bool{},
	}
	s.header()
	s.coverage()
	s.unknowns()
	for _, severity := range findings.Severities() {
		s.fails(severity)
	}
	if len(s.sum.fails) == 0 {
		s.title(bold, "FAIL", "nothing, in what could be evaluated")
	}
	s.manual()
	if o.ShowPassed {
		s.passed()
	}
	s.totals()
	return s.out.Flush()
}

func (s *sheet) line(format string, args ...any) {
	fmt.Fprintf(s.out, format+"\n", args...)
}

// title starts a section.
func (s *sheet) title(code, name, rest string) {
	s.line("")
	for i, line := range wrap(name+" "+rest, s.width) {
		if i == 0 {
			line = strings.Replace(line, name, s.paint.apply(code, name)+" ", 1)
			line = strings.TrimRight(line, " ")
		}
		s.line("%s", line)
	}
}

// indented writes a text below the line before it.
func (s *sheet) indented(indent int, words string) {
	for _, line := range wrap(words, s.width-indent) {
		s.line("%s%s", strings.Repeat(" ", indent), line)
	}
}

// hint writes what to try. Long words, such as a policy, stay whole and may be wider than the report.
func (s *sheet) hint(indent int, words string) {
	for _, line := range fill(strings.Fields(words), s.width-indent) {
		s.line("%s%s", strings.Repeat(" ", indent), line)
	}
}

func (s *sheet) header() {
	run, scope := s.run, s.run.Scope
	fact := func(name, value string) {
		if value != "" {
			s.line("%-14s%s", name, fit(visible(value), s.width-14))
		}
	}
	organization := scope.Organization
	if scope.Management != "" {
		organization = strings.TrimPrefix(organization+", management account "+scope.Management, ", ")
	}
	fact("organization", organization)
	fact("population", fmt.Sprintf("%s, %d in scope, named by: %s",
		count(scope.Accounts, "account"), scope.Selected, scope.Population))
	fact("caller", run.Caller.ARN)
	fact("as of", run.AsOf.UTC().Format(time.DateTime)+" UTC")
	fact("checks", fmt.Sprint(len(run.Checks)))
	if v := run.Verdict; v != nil {
		fact("verdict", fmt.Sprintf("%s; exit %d", v.Text, v.Exit))
	}
}

func (s *sheet) unknowns() {
	if len(s.sum.unknowns) == 0 {
		return
	}
	s.title(bold, "UNKNOWN", "could not be evaluated: neither passed nor failed")
	rows := [][]string{{"CAUSE", "ACTION", "CODE", "CHECKS", "ACCOUNTS"}}
	for _, reason := range slices.SortedFunc(maps.Keys(s.sum.unknowns), compareReasons) {
		u := s.sum.unknowns[reason]
		rows = append(rows, []string{
			visible(string(reason.Cause)), visible(cmp.Or(reason.Action, "-")), visible(cmp.Or(reason.Code, "-")),
			fmt.Sprint(len(u.checks)), u.accounts.short(),
		})
	}
	s.grid(rows, "causes")
}

func compareReasons(a, b findings.Reason) int {
	return cmp.Or(cmp.Compare(a.Cause, b.Cause), cmp.Compare(a.Action, b.Action), cmp.Compare(a.Code, b.Code))
}

func (s *sheet) fails(severity findings.Severity) {
	blocks := s.sum.blocks(severity)
	if len(blocks) == 0 {
		return
	}
	s.title(severityCodes[severity], strings.ToUpper(severity.String()),
		count(s.sum.tally.Fails(severity), "finding")+" of "+count(len(blocks), "check"))
	shown := min(len(blocks), blockLimits[severity])
	var rows [][]string
	for _, b := range blocks[:shown] {
		rows = append(rows, b.rows()...)
	}
	widths := columns(rows, s.width-4, s.width*3/10, s.width/4)
	for _, b := range blocks[:shown] {
		s.block(b, widths)
	}
	if rest := blocks[shown:]; len(rest) > 0 {
		n := 0
		for _, b := range rest {
			n += b.findings
		}
		s.line("  and %s of %s more: see findings.jsonl", count(n, "finding"), count(len(rest), "check"))
	}
}

// block writes one check: what is wrong, where, and how to fix it the first time the check comes up.
func (s *sheet) block(b *block, widths []int) {
	for i, line := range wrap(visible(b.check+": "+b.title), s.width-2) {
		if i == 0 {
			line = strings.Replace(line, b.check, s.paint.apply(bold, b.check), 1)
		}
		s.line("  %s", line)
	}
	s.rows(b.rows(), 4, widths)
	if rest := len(b.problems) - perCheck; rest > 0 {
		s.line("    and %d more: see findings.jsonl", rest)
	}
	s.fix(b.check)
}

// rows returns the first problems: where, in which accounts, and what.
func (b *block) rows() [][]string {
	var rows [][]string
	for _, p := range b.problems[:min(len(b.problems), perCheck)] {
		message := visible(p.message)
		if p.varies {
			message = "e.g. " + message
		}
		rows = append(rows, []string{p.resource, p.accounts.short(), message})
	}
	return rows
}

func (s *sheet) fix(check string) {
	rule, ok := s.sum.rules[check]
	if !ok || rule.Fix == "" || s.fixed[check] {
		return
	}
	s.fixed[check] = true
	s.indented(4, "fix: "+visible(rule.Fix))
}

func (s *sheet) manual() {
	if len(s.sum.manual) == 0 {
		return
	}
	s.title(bold, "MANUAL", "no API tells; a person has to look")
	rows := [][]string{{"CHECK", "ACCOUNTS", "QUESTION"}}
	for _, check := range slices.Sorted(maps.Keys(s.sum.manual)) {
		p := s.sum.manual[check]
		rows = append(rows, []string{visible(check), p.accounts.short(), visible(p.message)})
	}
	s.grid(rows, "questions")
}

func (s *sheet) passed() {
	s.title(bold, "PASSED", "resources that are as they should be, and those a check does not speak of")
	rows := [][]string{{"CHECK", "PASSED", "NOT APPLICABLE", "ACCOUNTS"}}
	for _, check := range slices.Sorted(maps.Keys(s.sum.passed)) {
		p := s.sum.passed[check]
		rows = append(rows, []string{
			visible(check), fmt.Sprint(p.pass), fmt.Sprint(p.notApplicable), fmt.Sprint(p.accounts.total),
		})
	}
	s.rows(rows, 2, columns(rows, s.width-2))
}

func (s *sheet) totals() {
	var statuses, severities []string
	for _, status := range findings.Statuses() {
		statuses = append(statuses, fmt.Sprintf("%d %s", s.sum.tally.Resources(status), status))
	}
	for _, severity := range findings.Severities() {
		severities = append(severities, fmt.Sprintf("%d %s", s.sum.tally.Fails(severity), severity))
	}
	s.title(bold, "TOTAL", "")
	s.indented(2, "outcomes: "+strings.Join(statuses, ", "))
	s.indented(2, "findings: "+strings.Join(severities, ", "))
	if s.sum.excepted > 0 {
		s.indented(2, fmt.Sprintf("accepted as exceptions and not listed: %d", s.sum.excepted))
	}
}

// grid writes at most perSection rows below their head.
func (s *sheet) grid(rows [][]string, noun string) {
	shown := rows[:min(len(rows), perSection+1)]
	s.rows(shown, 2, columns(shown, s.width-2))
	if rest := len(rows) - len(shown); rest > 0 {
		s.line("  and %d %s more: see findings.jsonl", rest, noun)
	}
}

// rows writes cells that are already visible in columns of the widths, gap spaces apart. The last cell may take lastLines
// lines, the others are cut.
func (s *sheet) rows(rows [][]string, indent int, widths []int) {
	for _, row := range rows {
		line := strings.Repeat(" ", indent)
		last := len(row) - 1
		for i, cell := range row[:last] {
			line += text.Pad(fit(cell, widths[i]), widths[i]+gap, ' ')
		}
		below := strings.Repeat(" ", text.StringWidthWithoutEscSequences(line))
		for _, part := range clip(wrap(row[last], widths[last]), widths[last]) {
			s.line("%s", strings.TrimRight(line+part, " "))
			line = below
		}
	}
}

// clip keeps the first lastLines lines and marks the cut; no line at all becomes an empty one.
func clip(lines []string, width int) []string {
	if len(lines) == 0 {
		return []string{""}
	}
	if len(lines) > lastLines {
		rest := strings.Join(lines[lastLines-1:], " ")
		return append(lines[:lastLines-1:lastLines-1], fit(rest, width))
	}
	return lines
}

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
	// perSection is how many entries of the shorter lists are shown.
	perSection = 12
	// headerIndent is where the facts of the header begin.
	headerIndent = 14
)

// sheet is a report for people while it is written.
type sheet struct {
	out   *bufio.Writer
	width int
	paint paint
	sum   *summary
	run   *findings.Run
	// fixed says below which heading the fix of a check has been shown.
	fixed map[string]string
}

// writeTable writes coverage first, then what could not be evaluated, then what failed, worst first.
func writeTable(w io.Writer, src *Source, o Options) error {
	sum, err := summarise(src)
	if err != nil {
		return err
	}
	s := &sheet{
		out: bufio.NewWriter(w), width: max(cmp.Or(o.Width, defaultWidth), minWidth), paint: paint(o.Color),
		sum: sum, run: src.Run, fixed: map[string]string{},
	}
	s.header()
	s.coverage()
	s.unknowns()
	s.worst()
	for _, severity := range findings.Severities() {
		s.fails(severity)
	}
	if len(s.sum.fails) == 0 {
		s.title(bold, "FAIL", "nothing, in what could be evaluated")
	}
	s.manual()
	s.exceptions()
	if err := s.controls(src); err != nil {
		return err
	}
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
	s.hanging(strings.Repeat(" ", indent), indent, wrap(words, s.width-indent))
}

// hint writes what to try. Long words, such as a policy, stay whole and may be wider than the report.
func (s *sheet) hint(indent int, words string) {
	s.hanging(strings.Repeat(" ", indent), indent, fill(strings.Fields(words), s.width-indent))
}

// hanging writes the first line behind a head that takes up the indent, and the others below it.
func (s *sheet) hanging(head string, indent int, lines []string) {
	for _, line := range lines {
		s.line("%s%s", head, line)
		head = strings.Repeat(" ", indent)
	}
}

func (s *sheet) header() {
	run, scope := s.run, s.run.Scope
	organization := scope.Organization
	if scope.Management != "" {
		organization = strings.TrimPrefix(organization+", management account "+scope.Management, ", ")
	}
	s.fact("organization", organization)
	s.fact("population", fmt.Sprintf("%s, %d in scope, named by: %s",
		count(scope.Accounts, "account"), scope.Selected, scope.Population))
	s.fact("caller", run.Caller.ARN)
	s.fact("as of", run.AsOf.UTC().Format(time.DateTime)+" UTC; ages are counted from here")
	s.fact("checks", fmt.Sprint(len(run.Checks)))
	s.verdict(run.Verdict)
}

func (s *sheet) fact(name, value string) {
	s.hanging(fmt.Sprintf("%-*s", headerIndent, name), headerIndent, wrap(visible(value), s.width-headerIndent))
}

// verdict puts the exit code first, where it is seen without reading on.
func (s *sheet) verdict(v *findings.Verdict) {
	if v == nil {
		return
	}
	code := fmt.Sprintf("exit %d", v.Exit)
	lines := wrap(code+"; "+visible(v.Text), s.width-headerIndent)
	if v.Exit != findings.ExitClean {
		lines[0] = strings.Replace(lines[0], code, s.paint.apply(alarm, code), 1)
	}
	s.hanging(fmt.Sprintf("%-*s", headerIndent, "verdict"), headerIndent, lines)
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
	s.grid(rows)
}

func (s *sheet) totals() {
	var judged, severities []string
	for _, status := range findings.Statuses() {
		if status != findings.Unknown {
			judged = append(judged, fmt.Sprintf("%d %s", s.sum.tally.Resources(status), status))
		}
	}
	for _, severity := range findings.Severities() {
		severities = append(severities, fmt.Sprintf("%d %s", s.sum.tally.Fails(severity), severity))
	}
	s.title(bold, "TOTAL", "")
	s.indented(2, "resources judged, once by each check: "+strings.Join(judged, ", "))
	s.indented(2, fmt.Sprintf("could not be judged: %d %s", s.sum.tally.Resources(findings.Unknown), findings.Unknown))
	s.indented(2, "findings: "+strings.Join(severities, ", "))
	if s.sum.excepted > 0 {
		s.indented(2, fmt.Sprintf("accepted as exceptions and not listed: %d", s.sum.excepted))
	}
	if v := s.run.Verdict; v != nil && v.Excused > 0 {
		s.indented(2, "gaps that exceptions excuse: "+fmt.Sprint(v.Excused))
	}
}

// grid writes rows below their head.
func (s *sheet) grid(rows [][]string) {
	widths := columns(rows, s.width-2)
	for _, row := range rows {
		s.row(row, 2, widths)
	}
}

// row writes cells that are already visible in columns of the widths, gap spaces apart, on as many lines as the longest
// cell takes.
func (s *sheet) row(cells []string, indent int, widths []int) {
	parts := make([][]string, len(cells))
	height := 1
	for i, cell := range cells {
		parts[i] = []string{cell}
		if text.StringWidthWithoutEscSequences(cell) > widths[i] {
			parts[i] = wrap(cell, widths[i])
		}
		height = max(height, len(parts[i]))
	}
	for n := range height {
		var line strings.Builder
		line.WriteString(strings.Repeat(" ", indent))
		for i, lines := range parts {
			part := ""
			if n < len(lines) {
				part = lines[n]
			}
			line.WriteString(text.Pad(part, widths[i]+gap, ' '))
		}
		s.line("%s", strings.TrimRight(line.String(), " "))
	}
}

package report

import (
	"bufio"
	"fmt"
	"strconv"
	"strings"

	"github.com/orgscan/orgscan/findings"
)

func controlTally(src *Source) *findings.ControlTally {
	return findings.NewControlTally(src.Frameworks, src.Run.Checks)
}

// controlsTable has one row for every control of the frameworks. Its rows may be walked once the findings have been counted.
func controlsTable(tally *findings.ControlTally) findings.Table {
	rows := func(yield func([]string, error) bool) {
		for _, r := range tally.Results() {
			if !yield(controlRow(r), nil) {
				return
			}
		}
	}
	return findings.Table{Name: "controls", Rows: rows, Columns: []string{
		"framework", "version", "control", "status", "basis", "checks", "not_run", "fail", "unknown", "manual", "pass",
		"not_applicable", "excepted", "failed_accounts",
	}}
}

func controlRow(r findings.ControlResult) []string {
	row := []string{
		r.Framework, r.Version, r.Control, string(r.Status), string(r.Basis), strings.Join(r.Checks, "; "), strings.Join(r.NotRun, "; "),
	}
	for _, n := range []int{r.Fail, r.Unknown, r.Manual, r.Pass, r.NotApplicable, r.Excepted, r.FailedAccounts} {
		row = append(row, strconv.Itoa(n))
	}
	return row
}

// writeControls writes the results of a JSON report, one a line, behind the findings.
func writeControls(out *bufio.Writer, all []findings.ControlResult) error {
	out.WriteString(",\n  \"controls\": [")
	for i, r := range all {
		line, err := marshal(r, "")
		if err != nil {
			return fmt.Errorf("control %s of %s: %w", r.Control, r.Framework, err)
		}
		if i > 0 {
			out.WriteString(",")
		}
		out.WriteString("\n    ")
		out.Write(line)
	}
	out.WriteString("\n  ]")
	return nil
}

// controls names the controls of the frameworks that were asked for by outcome: nothing when none was.
func (s *sheet) controls(src *Source) error {
	if len(src.Run.Frameworks) == 0 {
		return nil
	}
	tally := controlTally(src)
	for f, err := range src.Findings() {
		if err != nil {
			return fmt.Errorf("read findings: %w", err)
		}
		tally.Add(f)
	}
	for _, f := range src.Frameworks {
		s.framework(f, tally.Results())
	}
	return nil
}

// statusIndent is where the controls of an outcome begin.
const statusIndent = 18

func (s *sheet) framework(f findings.Framework, all []findings.ControlResult) {
	ids := map[findings.ControlStatus][]string{}
	derived := false
	for _, r := range all {
		if r.Framework != f.Name || r.Version != f.Version {
			continue
		}
		id := visible(r.Control)
		if r.Basis == findings.Derived {
			id, derived = id+"*", true
		}
		ids[r.Status] = append(ids[r.Status], id)
	}
	s.title(bold, "CONTROLS", fmt.Sprintf("of %s, %d in all", visible(f.String()), len(f.Controls)))
	for _, status := range findings.ControlStatuses() {
		if n := len(ids[status]); n > 0 {
			head := fmt.Sprintf("  %-*s", statusIndent-2, strings.ToLower(strings.ReplaceAll(string(status), "_", " ")))
			s.hanging(head, statusIndent, wrap(fmt.Sprintf("%d: %s", n, strings.Join(ids[status], ", ")), s.width-statusIndent))
		}
	}
	if derived {
		s.indented(2, "* by this project's own judgement: no published mapping names checks for the control")
	}
}

package report

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/orgscan/orgscan/findings"
)

const csvFolder = "report.csv"

// writeCSV writes a folder of RFC 4180 files: what was in scope, how far each account was looked at, what each check came
// to in each account, every finding, every control, and the named tables. A record is always one line and an account id always text.
func writeCSV(create Create, src *Source, _ Options) error {
	run, err := runTable(src.Run)
	if err != nil {
		return fmt.Errorf("write %s: %w", csvFolder, err)
	}
	tally := controlTally(src)
	tables := []findings.Table{
		run, accountsTable(src.Run.Coverage), testsTable(src), findingsTable(src, tally), controlsTable(tally), exceptionsTable(src.Run),
	}
	for _, table := range src.Tables {
		tables = append(tables, table())
	}
	written := map[string]bool{}
	for _, t := range tables {
		name := path.Join(csvFolder, t.Name+".csv")
		if written[name] {
			return fmt.Errorf("two tables are called %q", t.Name)
		}
		written[name] = true
		if err := writeFile(create, name, func(w io.Writer) error { return writeRecords(w, t) }); err != nil {
			return err
		}
	}
	return nil
}

// writeRecords writes one table, its header also when there are no rows.
func writeRecords(w io.Writer, t findings.Table) error {
	buffered := bufio.NewWriter(w)
	out := csv.NewWriter(buffered)
	out.UseCRLF = true
	if err := out.Write(cells(t.Columns)); err != nil {
		return err
	}
	for row, err := range t.Rows {
		if err != nil {
			return err
		}
		if len(row) != len(t.Columns) {
			return fmt.Errorf("row of %d cells in table %q of %d columns", len(row), t.Name, len(t.Columns))
		}
		if err := out.Write(cells(row)); err != nil {
			return err
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return err
	}
	return buffered.Flush()
}

func cells(row []string) []string {
	out := make([]string, len(row))
	for i, text := range row {
		out[i] = cell(text)
	}
	return out
}

func runTable(run *findings.Run) (findings.Table, error) {
	scope := run.Scope
	rows := [][]string{
		{"organization", scope.Organization},
		{"management_account", scope.Management},
		{"population", scope.Population},
		{"accounts", strconv.Itoa(scope.Accounts)},
		{"selected", strconv.Itoa(scope.Selected)},
		{"caller", run.Caller.ARN},
		{"as_of", timestamp(run.AsOf)},
		{"version", run.Version},
		{"checks", strings.Join(run.Checks, "; ")},
		{"frameworks", strings.Join(run.Frameworks, "; ")},
	}
	if run.Thresholds != nil {
		text, err := canonical(run.Thresholds)
		if err != nil {
			return findings.Table{}, fmt.Errorf("thresholds: %w", err)
		}
		rows = append(rows, []string{"thresholds", text})
	}
	for _, r := range scope.Missing {
		rows = append(rows, []string{"missing", reasonText(r)})
	}
	if run.Verdict != nil {
		rows = append(rows, []string{"exit", strconv.Itoa(run.Verdict.Exit)}, []string{"verdict", run.Verdict.Text})
	}
	return findings.Table{Name: "run", Columns: []string{"name", "value"}, Rows: rowsOf(rows)}, nil
}

// canonical returns a value as JSON with sorted keys, so that a saved run reads like the sweep that wrote it.
func canonical(v any) (string, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	var generic any
	if err := json.Unmarshal(text, &generic); err != nil {
		return "", err
	}
	text, err = json.Marshal(generic)
	return string(text), err
}

func accountsTable(all []findings.Coverage) findings.Table {
	rows := make([][]string, 0, len(all))
	for _, c := range all {
		gaps := 0
		if c.State == findings.Partial || c.State == findings.Unreachable {
			gaps = max(len(c.Reasons), 1)
		}
		pick := func(part func(findings.CoverageReason) string) string { return distinct(c.Reasons, part) }
		rows = append(rows, []string{
			c.Account, c.Name, c.OU, string(c.State), strconv.Itoa(gaps),
			pick(func(r findings.CoverageReason) string { return r.Section }),
			pick(func(r findings.CoverageReason) string { return string(r.Cause) }),
			pick(func(r findings.CoverageReason) string { return r.Action }),
			pick(func(r findings.CoverageReason) string { return r.Code }),
			pick(reasonText),
			pick(func(r findings.CoverageReason) string { return r.Exception }),
		})
	}
	return findings.Table{Name: "accounts", Rows: rowsOf(rows), Columns: []string{
		"account", "account_name", "ou", "state", "gaps", "sections", "causes", "actions", "codes", "reasons", "exceptions",
	}}
}

// distinct joins one part of each reason, every text once, in the order of the reasons.
func distinct(reasons []findings.CoverageReason, part func(findings.CoverageReason) string) string {
	var texts []string
	for _, r := range reasons {
		if text := part(r); text != "" && !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, "; ")
}

func reasonText(r findings.CoverageReason) string {
	why := strings.Join(nonEmpty(r.Action, r.Code), " ")
	return strings.Join(nonEmpty(r.Section, why, r.Message), ": ")
}

// testsTable has one row for every account and check: the auditor's proof of what was tested.
func testsTable(src *Source) findings.Table {
	asOf := timestamp(src.Run.AsOf)
	rows := func(yield func([]string, error) bool) {
		for t, err := range findings.Tests(src.Findings()) {
			if !yield(testRow(t, asOf), err) || err != nil {
				return
			}
		}
	}
	return findings.Table{Name: "tests", Rows: rows, Columns: []string{
		"account", "account_name", "ou", "check", "title", "status", "fail", "unknown", "manual", "pass", "not_applicable",
		"unknown_cause", "unknown_action", "unknown_code", "as_of",
	}}
}

func testRow(t findings.Test, asOf string) []string {
	row := []string{t.Account, t.AccountName, t.OU, t.Check, t.Title, t.Status.String()}
	for _, s := range findings.Statuses() {
		row = append(row, strconv.Itoa(t.Counts[s]))
	}
	return append(append(row, unknownCells(t.Unknown)...), asOf)
}

// findingsTable has one row for every finding, and counts them on the way.
func findingsTable(src *Source, tally *findings.ControlTally) findings.Table {
	rows := func(yield func([]string, error) bool) {
		for f, err := range src.Findings() {
			tally.Add(f)
			if !yield(findingRow(f), err) || err != nil {
				return
			}
		}
	}
	return findings.Table{Name: "findings", Rows: rows, Columns: []string{
		"fingerprint", "group", "check", "title", "status", "severity", "account", "account_name", "ou", "owner", "resource",
		"detail", "message", "count", "evidence", "unknown_cause", "unknown_action", "unknown_code", "controls", "first_seen",
		"carried_from", "exception",
	}}
}

func findingRow(f findings.Finding) []string {
	n := ""
	if f.Count > 0 {
		n = strconv.Itoa(f.Count)
	}
	facts := make([]string, len(f.Evidence))
	for i, e := range f.Evidence {
		facts[i] = e.Name + "=" + e.Value
	}
	row := []string{
		f.Fingerprint, f.Group, f.Check, f.Title, f.Status.String(), f.Severity.String(), f.Account, f.AccountName, f.OU,
		f.Owner, f.Resource, f.Detail, f.Message, n, strings.Join(facts, "; "),
	}
	row = append(row, unknownCells(f.Unknown)...)
	return append(row, strings.Join(f.Controls, "; "), f.FirstSeen, f.CarriedFrom, f.Exception)
}

func unknownCells(r *findings.Reason) []string {
	if r == nil {
		return []string{"", "", ""}
	}
	return []string{string(r.Cause), r.Action, r.Code}
}

func timestamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// rowsOf yields rows that are already there.
func rowsOf(rows [][]string) func(yield func([]string, error) bool) {
	return func(yield func([]string, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

package report_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/report"
)

// hostile are names that AWS allows somewhere, or that a broken answer could hold.
var hostile = map[string]string{
	"formula":            `=cmd|' /C calc'!A0`,
	"formula-at":         "@SUM(1+1)*cmd",
	"formula-spaced":     "  \t=1+1",
	"formula-plus":       "+1",
	"formula-minus":      "-2+3",
	"formula-full-width": "＝1+1",
	"formula-bom":        "\ufeff=1+1",
	"formula-semicolon":  "a;=1+1;  @x",
	"apostrophe":         "'=1+1",
	"quotes":             `a","=1+1`,
	"script":             "<script>alert(1)</script>",
	"colour":             "\x1b[31mred\x1b[0m",
	"window-title":       "\x1b]0;owned\x07",
	"hyperlink":          "\x1b]8;;https://example.com\x1b\\click\x1b]8;;\x1b\\",
	"clipboard":          "\x1b]52;c;cm0gLXJm\x07",
	"c1":                 "\u009b2J\u0085",
	"newline":            "first\nPASS everything",
	"carriage":           "FAIL\rPASS\r\n",
	"tabs":               "a\tb\vc\f",
	"nul":                "a\x00b\x7f",
	"bidi":               "\u202egnp.exe\u2066\u200f",
	"zero-width":         "a\u200bb\u2060c\u00ad\ufe0f\U000e0041",
	"blank":              "a\u00a0b\u3000c\u2028d\u2800",
	"invalid":            "a\xff\xc3\x28\xed\xa0\x80",
	"truncated":          "\xe2\x80",
	"long-email":         strings.Repeat("a", 288) + "@example.com",
	"wide":               strings.Repeat("日本", 80),
	"emoji":              "👩\u200d👩\u200d👧",
	"template":           "{{.}} %s %!d ${x} `id`",
	"empty":              "",
}

// poisoned returns a source that has the name wherever AWS or a file names something.
func poisoned(name string) *report.Source {
	reason := findings.CoverageReason{
		Section: "principals", Cause: findings.Denied, Action: name, Code: name, Message: name, Hint: name,
	}
	var all []findings.Finding
	for _, status := range findings.Statuses() {
		f := findings.Finding{
			Check: "access-key-old", Title: "access key was not rotated", Status: status, Severity: findings.High,
			Account: "012345678901", AccountName: name, OU: name, Owner: name,
			Resource: "arn:aws:iam::012345678901:user/" + name, Detail: status.String() + name, Message: name,
			Evidence: []findings.Evidence{{Name: "tag", Value: name}}, Exception: "", FirstSeen: name, Controls: []string{name},
		}
		if status == findings.Unknown {
			f.Unknown = &findings.Reason{Cause: findings.Denied, Action: name, Code: name}
		}
		bare := f
		bare.Resource, bare.Message, bare.Severity = name, "", findings.Critical
		for _, f := range []findings.Finding{f, bare} {
			f.Identify("")
			all = append(all, f)
		}
	}
	slices.SortFunc(all, findings.Compare)
	columns := []string{"account", name}
	return &report.Source{
		Run: &findings.Run{
			Version: "0.1.0", Checks: []string{"access-key-old"}, Caller: findings.Caller{Account: "012345678901", ARN: name},
			Scope: findings.Scope{
				Organization: name, Management: "012345678901", Population: "organization", Accounts: 3, Selected: 2,
				Missing: []findings.CoverageReason{reason},
			},
			Coverage: []findings.Coverage{
				{Account: "012345678901", Name: name, OU: name, State: findings.Partial, Reasons: []findings.CoverageReason{reason}},
				{Account: "111122223333", Name: name, OU: name, State: findings.Unreachable, Reasons: []findings.CoverageReason{reason}},
				{Account: "222233334444", Name: name, OU: name, State: findings.Skipped},
			},
			Exceptions: []findings.ExceptionUse{{State: findings.ExceptionUnused, Exception: findings.Exception{
				ID: name, OU: name, Resource: name, Owner: name, Approver: name, Ticket: name, Reason: name, Expires: "2026-01-31",
			}}},
		},
		Findings: each(all...),
		Rules: []findings.Rule{{
			ID: "access-key-old", Group: "keys", Title: name, Severity: findings.High, Fix: name, References: []string{name},
		}},
		Tables: []func() findings.Table{func() findings.Table {
			return findings.Table{Name: "credentials", Columns: columns, Rows: func(yield func([]string, error) bool) {
				yield([]string{"012345678901", name}, nil)
			}}
		}},
	}
}

// harmless holds what must be true of each format's files, whatever the name.
var harmless = map[string]func(t *testing.T, name string, files map[string][]byte){
	"table": harmlessTable,
	"json":  harmlessJSON,
	"csv":   harmlessCSV,
}

func TestHostileNames(t *testing.T) {
	for _, format := range report.Formats() {
		check, ok := harmless[format]
		if !ok {
			t.Fatalf("nobody says what makes format %q harmless", format)
		}
		for label, name := range hostile {
			t.Run(format+"-"+label, func(t *testing.T) {
				check(t, name, render(t, format, poisoned(name), report.Options{ShowPassed: true, Width: 100}))
			})
		}
	}
}

// TestHostileNamesInColour proves that colours are all that --color adds, so that the plain text's harmlessness holds.
func TestHostileNamesInColour(t *testing.T) {
	codes := regexp.MustCompile(`\x1b\[[0-9;]*m`)
	for label, name := range hostile {
		t.Run(label, func(t *testing.T) {
			plain := render(t, "table", poisoned(name), report.Options{ShowPassed: true})["report.txt"]
			color := render(t, "table", poisoned(name), report.Options{ShowPassed: true, Color: true})["report.txt"]
			if bytes.Equal(plain, color) {
				t.Error("no colour at all")
			}
			if diff := cmp.Diff(string(plain), codes.ReplaceAllString(string(color), "")); diff != "" {
				t.Errorf("(-plain +colour without its codes):\n%s", diff)
			}
		})
	}
}

func harmlessTable(t *testing.T, _ string, files map[string][]byte) {
	body := string(files["report.txt"])
	allShown(t, "report.txt", body, "\n")
	for line := range strings.Lines(body) {
		if width := text.StringWidthWithoutEscSequences(strings.TrimSuffix(line, "\n")); width > 100 && len(strings.Fields(line)) > 1 {
			t.Errorf("%d columns, want at most 100: %q", width, line)
		}
	}
}

func harmlessJSON(t *testing.T, name string, files map[string][]byte) {
	body := files["report.json"]
	allShown(t, "report.json", string(body), "\n\ufffd")
	if bytes.ContainsAny(body, "<>&") {
		t.Error("the text could end a script element of a page it is embedded in")
	}
	var got report.Document
	if err := json.Unmarshal(body, &got); err != nil {
		t.Fatal(err)
	}
	var want string
	if text, err := json.Marshal(name); err != nil || json.Unmarshal(text, &want) != nil {
		t.Fatalf("the name does not survive JSON: %v", err)
	}
	if len(got.Findings) != 2*len(findings.Statuses()) {
		t.Fatalf("%d findings", len(got.Findings))
	}
	for _, f := range got.Findings {
		if f.AccountName != want || f.Evidence[0].Value != want {
			t.Errorf("account %q, evidence %q, want both %q", f.AccountName, f.Evidence[0].Value, want)
		}
	}
	if got.Coverage[0].Name != want || got.Missing[0].Hint != want {
		t.Errorf("coverage %q, hint %q, want both %q", got.Coverage[0].Name, got.Missing[0].Hint, want)
	}
}

func harmlessCSV(t *testing.T, name string, files map[string][]byte) {
	want := []string{"accounts", "controls", "credentials", "exceptions", "findings", "run", "tests"}
	for i, file := range slices.Sorted(maps.Keys(files)) {
		if file != "report.csv/"+want[i]+".csv" {
			t.Errorf("file %q, want %s", file, want[i])
		}
		harmlessRecords(t, file, string(files[file]))
	}
	for _, record := range parseCSV(t, files["report.csv/findings.csv"])[1:] {
		if id := record[6]; len(id) != 12 || strings.Trim(id, "0123456789") != "" {
			t.Errorf("account %q", id)
		}
		if got := strings.TrimPrefix(record[7], "'"); got != report.Separated(report.Visible(name)) {
			t.Errorf("account name %q, want the visible form of %q", got, name)
		}
	}
}

func harmlessRecords(t *testing.T, file, body string) {
	t.Helper()
	allShown(t, file, body, "\r\n")
	records := parseCSV(t, []byte(body))
	if lines := strings.Count(body, "\r\n"); lines != len(records) || lines != strings.Count(body, "\n") {
		t.Errorf("%s: %d lines for %d records", file, lines, len(records))
	}
	for _, record := range records {
		for _, field := range record {
			for part := range strings.SplitSeq(field, ";") {
				if part = strings.TrimSpace(part); part != "" && strings.ContainsAny(part[:1], "=+-@") {
					t.Errorf("%s: a spreadsheet would calculate %q of %q", file, part, field)
				}
				if strings.HasPrefix(part, "＝") {
					t.Errorf("%s: a spreadsheet would calculate %q", file, part)
				}
			}
		}
	}
}

func parseCSV(t *testing.T, body []byte) [][]string {
	t.Helper()
	records, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return records
}

// allShown fails for every character but the allowed ones that a reader could not see or a terminal would obey. It says so
// in its own words instead of the package's.
func allShown(t *testing.T, file, body, allowed string) {
	t.Helper()
	if !utf8.ValidString(body) {
		t.Fatalf("%s is not valid UTF-8", file)
	}
	for _, r := range body {
		if strings.ContainsRune(allowed, r) || r == ' ' {
			continue
		}
		hidden := unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Z, unicode.Variation_Selector)
		if hidden || !unicode.IsGraphic(r) {
			t.Fatalf("%s holds %U", file, r)
		}
	}
}

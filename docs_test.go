package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/scan/checks"
)

// awaited are the checks that docs/sources.csv names without "later:" and that are not registered yet: left to a later issue
// or being added. A check that is registered must leave the list.
var awaited = []string{}

// TestDocs keeps the generated documents in step: go test . -run TestDocs -update rewrites them.
func TestDocs(t *testing.T) {
	for path, text := range map[string]string{"docs/checks.md": checksDocument(), "docs/sources.md": sourcesDocument(t)} {
		if *update {
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		old, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(old), text); diff != "" {
			t.Errorf("%s is out of step; run: go test . -run TestDocs -update\n%s", path, diff)
		}
	}
}

const generated = "<!-- Generated; `go test . -run TestDocs -update` renews it. -->\n\n"

func checksDocument() string {
	var b strings.Builder
	b.WriteString("# Checks\n\n" + generated)
	b.WriteString("`orgscan checks show ID` prints the same. Thresholds stand with their defaults and are set in the configuration file.\n" +
		"Controls are those that others have published for the rule; where the mapping comes from says\n" +
		"[scan/frameworks](../scan/frameworks/README.md).\n")
	group := ""
	for _, c := range byGroup() {
		if c.Group != group {
			group = c.Group
			fmt.Fprintf(&b, "\n## %s\n", group)
		}
		b.WriteString("\n" + describe(c, markdownWords))
	}
	return b.String()
}

// byGroup returns all checks, sorted by group and id.
func byGroup() []*checks.Check {
	all := checks.All()
	slices.SortStableFunc(all, func(a, b *checks.Check) int { return strings.Compare(a.Group, b.Group) })
	return all
}

// markdown spells text so that Markdown shows it as it is.
func markdown(text string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "<", "&lt;", "|", `\|`).Replace(text)
}

// sourceRow is one thing that a source asks for, and what answers it.
type sourceRow struct {
	id, asks string
	checks   []string
	how      string
}

func sourceRows(t *testing.T) []sourceRow {
	t.Helper()
	f, err := os.Open("docs/sources.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"row", "asks", "checks", "how"}, lines[0]); diff != "" {
		t.Fatalf("the columns of docs/sources.csv (-want +got):\n%s", diff)
	}
	var rows []sourceRow
	for _, line := range lines[1:] {
		rows = append(rows, sourceRow{line[0], line[1], strings.Fields(line[2]), line[3]})
	}
	return rows
}

var sourceNames = []struct{ prefix, name string }{
	{"CQ", "CQ: identity rules as SQL, by CloudQuery"},
	{"CC", "CC: identity practices with Cloud Custodian"},
	{"SP", "SP: the credential report as SQL, by Steampipe"},
	{"CX", "CX: identity practices and detections, by Coralogix"},
	{"CN", "CN: the identity checks of Cloudanix"},
}

func sourcesDocument(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("# What was asked for, and what answers it\n\n" + generated)
	b.WriteString("Five published articles say what to look for in the identity and access management of AWS. Each of their demands is a row\n" +
		"here, in our words, with the checks, commands or flags that answer it. *Later* marks a check that is planned and not there\n" +
		"yet. The rows are kept in [sources.csv](sources.csv).\n")
	rows := sourceRows(t)
	for _, source := range sourceNames {
		fmt.Fprintf(&b, "\n## %s\n\n| row | asks for | answer |\n| --- | --- | --- |\n", source.name)
		for _, r := range rows {
			if strings.HasPrefix(r.id, source.prefix+"-") {
				fmt.Fprintf(&b, "| %s | %s | %s |\n", r.id, r.asks, r.answer())
			}
		}
	}
	return b.String()
}

// answer names checks, those that exist with a link, and then the rest.
func (r sourceRow) answer() string {
	var parts []string
	for _, id := range r.checks {
		id, later := strings.CutPrefix(id, "later:")
		if later || !registered(id) {
			parts = append(parts, "`"+id+"` (later)")
			continue
		}
		parts = append(parts, fmt.Sprintf("[`%s`](checks.md#%s)", id, id))
	}
	if r.how != "" {
		parts = append(parts, markdownWords(r.how))
	}
	return strings.Join(parts, ", ")
}

// markdownWords spells the text outside backticks.
func markdownWords(text string) string {
	parts := strings.Split(text, "`")
	for i := 0; i < len(parts); i += 2 {
		parts[i] = markdown(parts[i])
	}
	return strings.Join(parts, "`")
}

func registered(id string) bool {
	return slices.ContainsFunc(checks.All(), func(c *checks.Check) bool { return c.ID == id })
}

// TestSources wants every row answered, and every check, flag and threshold that an answer names to exist.
func TestSources(t *testing.T) {
	rows := sourceRows(t)
	if len(rows) != 110 {
		t.Errorf("%d rows, want 110", len(rows))
	}
	seen, waited := map[string]bool{}, map[string]bool{}
	for _, r := range rows {
		if seen[r.id] || !slices.ContainsFunc(sourceNames, func(s struct{ prefix, name string }) bool { return strings.HasPrefix(r.id, s.prefix+"-") }) {
			t.Errorf("row %s is there twice or of no source", r.id)
		}
		seen[r.id] = true
		if r.asks == "" || (len(r.checks) == 0 && r.how == "") {
			t.Errorf("row %s asks nothing or is not answered", r.id)
		}
		for _, id := range r.checks {
			checkAnswer(t, r.id, id, waited)
		}
		checkWords(t, r)
	}
	for _, id := range awaited {
		if !waited[id] {
			t.Errorf("%s is awaited, but registered or in no row: take it off the list", id)
		}
	}
}

func checkAnswer(t *testing.T, row, id string, waited map[string]bool) {
	t.Helper()
	bare, later := strings.CutPrefix(id, "later:")
	switch {
	case later && registered(bare):
		t.Errorf("row %s: %s is registered: name it without later:", row, bare)
	case later || registered(id):
	case slices.Contains(awaited, id):
		waited[id] = true
	default:
		t.Errorf("row %s names %s, which is no registered check", row, id)
	}
}

var (
	flagWord      = regexp.MustCompile(`--([a-z][a-z-]*)`)
	thresholdWord = regexp.MustCompile(`\b([a-z]+_[a-z_]+)\b(\*?)`)
)

func checkWords(t *testing.T, r sourceRow) {
	t.Helper()
	flags := flagNames(scanFlags())
	for _, m := range flagWord.FindAllStringSubmatch(r.how, -1) {
		whole := slices.Contains(flags, m[1])
		begins := strings.HasSuffix(m[1], "-") && slices.ContainsFunc(flags, func(f string) bool { return strings.HasPrefix(f, m[1]) })
		if !whole && !begins {
			t.Errorf("row %s: scan has no flag --%s", r.id, m[1])
		}
	}
	for _, m := range thresholdWord.FindAllStringSubmatch(r.how, -1) {
		if !judgedBy(r, m[1], m[2] != "") {
			t.Errorf("row %s: none of its checks judges by %s%s", r.id, m[1], m[2])
		}
	}
}

// judgedBy reports whether a check of the row judges by the threshold, or by one that begins with it.
func judgedBy(r sourceRow, name string, begins bool) bool {
	for _, c := range checks.All() {
		for _, threshold := range c.Thresholds() {
			if slices.Contains(r.checks, c.ID) && (threshold == name || begins && strings.HasPrefix(threshold, name)) {
				return true
			}
		}
	}
	return false
}

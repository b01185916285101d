package checks_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/checks"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// archive is the fixture of one check. A case NAME is made of the files
//
//	NAME.json            a partial snapshot.Account; what it leaves out was collected and found empty
//	NAME.report.csv      the credential report; the header lists only the columns that matter
//	NAME.ACCOUNT.json    another account, for organization-wide checks; likewise NAME.ACCOUNT.report.csv
//	NAME.org.json        a partial snapshot.Organization; by default the accounts are active members
//	NAME.params.json     thresholds that differ from the default
//	NAME.want            the findings, written by -update
//
// Only NAME.json is required. In JSON, "2026-01-31" stands for midnight of that day, and a policy document may be written
// as an object instead of a string.
type archive struct {
	path  string
	cases []string
	files map[string][]byte
	raw   *txtar.Archive
}

var fileName = regexp.MustCompile(`^([a-z0-9-]+)(\.[0-9]{12})?\.(json|report\.csv|org\.json|params\.json|want)$`)

func loadArchive(t testing.TB, id string) *archive {
	t.Helper()
	path := filepath.Join(fixturesDir, id+".txtar")
	raw, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatalf("the check has no fixture: %v", err)
	}
	return newArchive(t, path, raw)
}

func newArchive(t testing.TB, path string, raw *txtar.Archive) *archive {
	t.Helper()
	if len(bytes.TrimSpace(raw.Comment)) == 0 {
		t.Errorf("%s does not begin with a line on what its cases are about", path)
	}
	a := &archive{path: path, raw: raw, files: map[string][]byte{}}
	for _, f := range raw.Files {
		a.add(t, f)
	}
	for name := range a.files {
		if c := fileName.FindStringSubmatch(name)[1]; !slices.Contains(a.cases, c) {
			t.Errorf("%s has no %s.json", name, c)
		}
	}
	return a
}

func (a *archive) add(t testing.TB, f txtar.File) {
	t.Helper()
	m := fileName.FindStringSubmatch(f.Name)
	if m == nil {
		t.Fatalf("%s: %q is not the name of a fixture's file", a.path, f.Name)
	}
	if _, twice := a.files[f.Name]; twice {
		t.Fatalf("%s: %s is there twice", a.path, f.Name)
	}
	a.files[f.Name] = f.Data
	if m[2] == "" && m[3] == "json" {
		a.cases = append(a.cases, m[1])
	}
}

// compare holds each case's findings against its expectation, or rewrites the expectation.
func (a *archive) compare(t testing.TB, c *checks.Check) {
	t.Helper()
	got := map[string]string{}
	for _, name := range a.cases {
		got[name] = a.load(t, name).output(c)
	}
	if *update {
		a.rewrite(t, got)
		return
	}
	for _, name := range a.cases {
		want, ok := a.files[name+".want"]
		if !ok {
			t.Errorf("%s has no %s.want; -update writes it", a.path, name)
			continue
		}
		if diff := cmp.Diff(string(want), got[name]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// rewrite puts each expectation behind the last input of its case.
func (a *archive) rewrite(t testing.TB, got map[string]string) {
	t.Helper()
	last := map[string]int{}
	inputs := slices.DeleteFunc(slices.Clone(a.raw.Files), func(f txtar.File) bool { return strings.HasSuffix(f.Name, ".want") })
	for i, f := range inputs {
		last[fileName.FindStringSubmatch(f.Name)[1]] = i
	}
	out := &txtar.Archive{Comment: a.raw.Comment}
	for i, f := range inputs {
		out.Files = append(out.Files, f)
		if name := fileName.FindStringSubmatch(f.Name)[1]; last[name] == i {
			out.Files = append(out.Files, txtar.File{Name: name + ".want", Data: []byte(got[name])})
		}
	}
	if err := os.WriteFile(a.path, txtar.Format(out), 0o600); err != nil {
		t.Fatal(err)
	}
}

// load builds a case's input anew, so that a caller may change it.
func (a *archive) load(t testing.TB, name string) *input {
	t.Helper()
	in := &input{org: &snapshot.Organization{}, params: checks.DefaultParams()}
	for _, file := range a.raw.Files {
		m := fileName.FindStringSubmatch(file.Name)
		if m[1] == name && m[3] == "json" {
			in.accounts = append(in.accounts, a.account(t, name, strings.TrimPrefix(m[2], ".")))
		}
	}
	a.decode(t, name+".org.json", in.org)
	a.decode(t, name+".params.json", in.params)
	completeOrganization(in.org, in.accounts)
	return in
}

func (a *archive) account(t testing.TB, name, id string) *snapshot.Account {
	t.Helper()
	account := &snapshot.Account{}
	if id != "" {
		name += "." + id
		account.ID = id
	}
	a.decode(t, name+".json", account)
	completeAccount(account)
	if csv, ok := a.files[name+".report.csv"]; ok {
		account.CredentialReport.Raw = completeReport(string(csv), account)
	}
	for section := range account.Missing {
		account.Clear(section)
	}
	return account
}

// decode reads a file of the archive, if it is there, into v and refuses fields that v does not have.
func (a *archive) decode(t testing.TB, file string, v any) {
	t.Helper()
	data, ok := a.files[file]
	if !ok {
		return
	}
	plain, err := spellOut(data)
	if err != nil {
		t.Fatalf("%s: %s: %v", a.path, file, err)
	}
	d := json.NewDecoder(bytes.NewReader(plain))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		t.Fatalf("%s: %s: %v", a.path, file, err)
	}
}

// render writes a finding as the fixtures show it.
func render(f findings.Finding) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s %s [%s]", f.Status, f.Severity, f.Account, f.Resource, f.Detail)
	if f.Count > 0 {
		fmt.Fprintf(&b, " (%d)", f.Count)
	}
	if f.Message != "" {
		b.WriteString(" " + f.Message)
	}
	b.WriteString("\n")
	if f.Unknown != nil {
		fmt.Fprintf(&b, "  unknown: %s\n", strings.TrimSpace(fmt.Sprint(f.Unknown.Cause, " ", f.Unknown.Action, " ", f.Unknown.Code)))
	}
	for _, e := range f.Evidence {
		fmt.Fprintf(&b, "  %s: %s\n", e.Name, e.Value)
	}
	return b.String()
}

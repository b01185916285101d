package report_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/report"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const golden = "../fixtures/reports"

// TestGolden renders every NAME.jsonl in every format and compares with NAME.<extension>, a folder for CSV. A rendering
// NAME_<option>….txt is made with those options: passed, color, or a width.
func TestGolden(t *testing.T) {
	for _, name := range inputs(t) {
		src := load(t, name)
		for _, format := range report.Formats() {
			for _, options := range variants(t, name, filepath.Ext(report.Path(format))) {
				t.Run(name+options+"-"+format, func(t *testing.T) {
					compareFiles(t, name+options, render(t, format, src, parseOptions(t, options)))
				})
			}
		}
	}
}

func inputs(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(golden, "*.jsonl"))
	if err != nil || len(paths) < 2 {
		t.Fatalf("inputs %v, error %v; want at least two", paths, err)
	}
	for i, p := range paths {
		paths[i] = strings.TrimSuffix(filepath.Base(p), ".jsonl")
	}
	return paths
}

// variants returns "" and the options of the other golden files with the extension, such as "_passed".
func variants(t *testing.T, name, ext string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(golden, name+"_*"+ext))
	if err != nil {
		t.Fatal(err)
	}
	out := []string{""}
	for _, p := range paths {
		out = append(out, strings.TrimPrefix(strings.TrimSuffix(filepath.Base(p), ext), name))
	}
	return out
}

func parseOptions(t *testing.T, text string) report.Options {
	t.Helper()
	var o report.Options
	for word := range strings.SplitSeq(strings.TrimPrefix(text, "_"), "_") {
		switch word {
		case "":
		case "passed":
			o.ShowPassed = true
		case "color":
			o.Color = true
		default:
			width, err := strconv.Atoi(word)
			if err != nil {
				t.Fatalf("option %q in a golden file's name", word)
			}
			o.Width = width
		}
	}
	return o
}

// compareFiles compares rendered files, named "report.<extension>" or "report.csv/…", with the golden ones.
func compareFiles(t *testing.T, name string, got map[string][]byte) {
	t.Helper()
	for _, file := range slices.Sorted(maps.Keys(got)) {
		path := filepath.Join(golden, strings.Replace(file, "report", name, 1))
		if *update {
			write(t, path, got[file])
			continue
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatalf("%v; go test ./report -update writes it", err)
		}
		if diff := cmp.Diff(string(want), string(got[file])); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}

func write(t *testing.T, path string, text []byte) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, text, 0o644)); err != nil {
		t.Fatal(err)
	}
}

// render returns the files that a format writes.
func render(t *testing.T, format string, src *report.Source, o report.Options) map[string][]byte {
	t.Helper()
	files := memory{}
	if err := report.Write(format, src, o, files.create); err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for name, f := range files {
		if !f.closed {
			t.Errorf("%s was not closed", name)
		}
		out[name] = f.Bytes()
	}
	return out
}

type memory map[string]*memoryFile

type memoryFile struct {
	bytes.Buffer
	closed bool
}

func (f *memoryFile) Close() error {
	f.closed = true
	return nil
}

func (m memory) create(name string) (io.WriteCloser, error) {
	if _, ok := m[name]; ok {
		return nil, fs.ErrExist
	}
	m[name] = &memoryFile{}
	return m[name], nil
}

// load reads NAME.run.json, NAME.jsonl, NAME.frameworks.json where the run was asked for some, and the rules of all inputs.
func load(t *testing.T, name string) *report.Source {
	t.Helper()
	src := &report.Source{Run: &findings.Run{}}
	readJSON(t, name+".run.json", src.Run)
	readJSON(t, "rules.json", &src.Rules)
	if len(src.Run.Frameworks) > 0 {
		readJSON(t, name+".frameworks.json", &src.Frameworks)
	}
	src.Rules = slices.DeleteFunc(src.Rules, func(r findings.Rule) bool { return !slices.Contains(src.Run.Checks, r.ID) })
	text, err := os.ReadFile(filepath.Join(golden, name+".jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var all []findings.Finding
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		all = append(all, findings.Finding{})
		if err := json.Unmarshal(lines.Bytes(), &all[len(all)-1]); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.IsSortedFunc(all, findings.Compare) {
		t.Fatalf("%s.jsonl is not in the order of findings.Compare", name)
	}
	for _, f := range all {
		want := f.Fingerprint
		if f.Identify(""); f.Fingerprint != want {
			t.Fatalf("%s.jsonl: fingerprint %s of %s in %s, want %s", name, want, f.Check, f.Account, f.Fingerprint)
		}
	}
	src.Findings = each(all...)
	src.Tables = []func() findings.Table{func() findings.Table {
		return findings.Table{
			Name: "credentials", Columns: []string{"account", "user"},
			Rows: func(yield func([]string, error) bool) { yield([]string{"012345678901", "<root_account>"}, nil) },
		}
	}}
	return src
}

func readJSON(t *testing.T, name string, into any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(golden, name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// each returns findings as Source wants them.
func each(all ...findings.Finding) func() iter.Seq2[findings.Finding, error] {
	return func() iter.Seq2[findings.Finding, error] {
		return func(yield func(findings.Finding, error) bool) {
			for _, f := range all {
				if !yield(f, nil) {
					return
				}
			}
		}
	}
}

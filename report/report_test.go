package report_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/report"
)

func TestFormats(t *testing.T) {
	got := report.Formats()
	if diff := cmp.Diff([]string{"csv", "json", "table"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !slices.Contains(got, report.Default) {
		t.Errorf("the default %q is no format", report.Default)
	}
	for name, want := range map[string]string{
		"csv": "report.csv", "json": "report.json", "table": "report.txt", "pdf": "",
	} {
		if path := report.Path(name); path != want {
			t.Errorf("path of %s is %q, want %q", name, path, want)
		}
		if folder := report.Folder(name); folder != (name == "csv") {
			t.Errorf("folder of %s is %t", name, folder)
		}
	}
}

func TestUnknownFormat(t *testing.T) {
	src := load(t, "clean")
	for name, err := range map[string]error{
		"write":    report.Write("TABLE", src, report.Options{}, nil),
		"write-to": report.WriteTo(nil, "TABLE", src, report.Options{}),
	} {
		t.Run(name, func(t *testing.T) {
			unknown, ok := errors.AsType[*report.UnknownFormatError](err)
			if !ok || unknown.Format != "TABLE" {
				t.Fatalf("error %v", err)
			}
			if diff := cmp.Diff([]string{`unknown format "TABLE"`, "one of csv, json, table"}, []string{err.Error(), unknown.Hint()}); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestWriteTo(t *testing.T) {
	src := load(t, "sweep")
	for _, format := range report.Formats() {
		t.Run(format, func(t *testing.T) {
			var out bytes.Buffer
			err := report.WriteTo(&out, format, src, report.Options{})
			if report.Folder(format) {
				folder, ok := errors.AsType[*report.FolderError](err)
				if !ok || out.Len() > 0 || !strings.Contains(folder.Hint(), report.Path(format)) {
					t.Errorf("error %v after %d bytes", err, out.Len())
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(render(t, format, src, report.Options{})[report.Path(format)]), out.String()); diff != "" {
				t.Errorf("differs from Write (-file +stream):\n%s", diff)
			}
		})
	}
}

// TestNothingDependsOnTiming changes everything that may differ between two sweeps of the same state.
func TestNothingDependsOnTiming(t *testing.T) {
	for _, format := range report.Formats() {
		t.Run(format, func(t *testing.T) {
			before := render(t, format, load(t, "sweep"), report.Options{ShowPassed: true})
			src := load(t, "sweep")
			run := src.Run
			run.Started, run.Ended = run.Started.Add(time.Hour), time.Time{}
			run.Parameters = map[string][]string{"concurrency": {"1"}}
			run.Files = map[string]string{"findings.jsonl": "00"}
			for i := range run.Coverage {
				c := &run.Coverage[i]
				c.Calls, c.Started, c.Ended = map[string]int{"iam:ListUsers": 77}, time.Now(), time.Now()
			}
			if diff := cmp.Diff(before, render(t, format, src, report.Options{ShowPassed: true})); diff != "" {
				t.Errorf("(-before +after):\n%s", diff)
			}
		})
	}
}

// TestOnlyTheTableHidesWhatPassed proves that --show-passed is no matter of the formats for programs and auditors.
func TestOnlyTheTableHidesWhatPassed(t *testing.T) {
	for _, format := range report.Formats() {
		without := render(t, format, load(t, "sweep"), report.Options{})
		with := render(t, format, load(t, "sweep"), report.Options{ShowPassed: true})
		if same := cmp.Equal(without, with); same != (format != "table") {
			t.Errorf("%s: the same with and without what passed: %t", format, same)
		}
	}
}

// TestStreams proves that the formats for programs write while findings come: after the first thousand, at most so many
// are held back as fit a buffer.
func TestStreams(t *testing.T) {
	const total, slack = 20_000, 1000
	for _, format := range []string{"json", "csv"} {
		t.Run(format, func(t *testing.T) {
			written := 0
			src := poisoned("x")
			src.Findings = func() iter.Seq2[findings.Finding, error] {
				start := written
				return func(yield func(findings.Finding, error) bool) {
					for i := range total {
						if lines := written - start; i > slack && lines < i-slack {
							t.Fatalf("%d lines after %d findings", lines, i)
						}
						f := findings.Finding{Check: fmt.Sprintf("check-%06d", i), Account: "012345678901", Message: strings.Repeat("m", 80)}
						if !yield(f, nil) {
							return
						}
					}
				}
			}
			err := report.Write(format, src, report.Options{}, func(string) (io.WriteCloser, error) {
				return &lineCounter{&written}, nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if written < total {
				t.Errorf("%d lines", written)
			}
		})
	}
}

type lineCounter struct{ lines *int }

func (c *lineCounter) Write(p []byte) (int, error) {
	*c.lines += bytes.Count(p, []byte("\n"))
	return len(p), nil
}

func (c *lineCounter) Close() error { return nil }

// failing is a file whose writes or close fail.
type failing struct {
	write, closing error
	closed         *int
}

func (f failing) Write(p []byte) (int, error) { return len(p), f.write }

func (f failing) Close() error {
	*f.closed++
	return f.closing
}

func TestErrors(t *testing.T) {
	broken := errors.New("broken")
	badFindings := func(src *report.Source) {
		src.Findings = func() iter.Seq2[findings.Finding, error] {
			return func(yield func(findings.Finding, error) bool) { yield(findings.Finding{}, broken) }
		}
	}
	for _, format := range report.Formats() {
		for name, test := range map[string]struct {
			spoil  func(*report.Source)
			file   failing
			create error
		}{
			"findings": {spoil: badFindings},
			"create":   {create: broken},
			"write":    {file: failing{write: broken}},
			"close":    {file: failing{closing: broken}},
		} {
			t.Run(format+"-"+name, func(t *testing.T) {
				src := load(t, "sweep")
				if test.spoil != nil {
					test.spoil(src)
				}
				opened, closed := 0, 0
				err := report.Write(format, src, report.Options{}, func(string) (io.WriteCloser, error) {
					if test.create != nil {
						return nil, test.create
					}
					opened++
					test.file.closed = &closed
					return test.file, nil
				})
				if !errors.Is(err, broken) || !strings.Contains(err.Error(), report.Path(format)) {
					t.Errorf("error %v, want one that names %s", err, report.Path(format))
				}
				if opened != closed {
					t.Errorf("%d files opened, %d closed", opened, closed)
				}
			})
		}
	}
}

func TestCSVTables(t *testing.T) {
	table := func(name string, rows ...[]string) func() findings.Table {
		return func() findings.Table {
			return findings.Table{Name: name, Columns: []string{"a", "b"}, Rows: func(yield func([]string, error) bool) {
				for _, row := range rows {
					if !yield(row, nil) {
						return
					}
				}
			}}
		}
	}
	for name, test := range map[string]struct {
		tables []func() findings.Table
		want   string
	}{
		"two-of-one-name":   {[]func() findings.Table{table("t"), table("t")}, `two tables are called "t"`},
		"named-like-ours":   {[]func() findings.Table{table("findings")}, `two tables are called "findings"`},
		"row-of-wrong-size": {[]func() findings.Table{table("t", []string{"1"})}, `row of 1 cells in table "t" of 2 columns`},
	} {
		t.Run(name, func(t *testing.T) {
			src := load(t, "clean")
			src.Tables = test.tables
			err := report.Write("csv", src, report.Options{}, memory{}.create)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %s", err, test.want)
			}
		})
	}
	t.Run("header-when-empty", func(t *testing.T) {
		src := load(t, "clean")
		src.Findings, src.Tables = each(), []func() findings.Table{table("t")}
		files := render(t, "csv", src, report.Options{})
		if got := string(files["report.csv/t.csv"]); got != "a,b\r\n" {
			t.Errorf("t.csv is %q", got)
		}
		for name, body := range files {
			if records := parseCSV(t, body); len(records) < 1 || len(records[0]) < 2 {
				t.Errorf("%s has no header", name)
			}
		}
	})
}

// TestCSVTellsThresholds proves that a sweep and the run it saved tell the same, and that none are told where none are known.
func TestCSVTellsThresholds(t *testing.T) {
	type numbers struct {
		Second int      `json:"second"`
		First  []string `json:"first"`
	}
	told := func(thresholds any) []string {
		src := load(t, "clean")
		src.Run.Thresholds = thresholds
		for _, record := range parseCSV(t, render(t, "csv", src, report.Options{})["report.csv/run.csv"]) {
			if record[0] == "thresholds" {
				return record
			}
		}
		return nil
	}
	want := []string{"thresholds", `{"first":["a"],"second":90}`}
	live, saved := numbers{90, []string{"a"}}, map[string]any{"second": 90.0, "first": []any{"a"}}
	if diff := cmp.Diff([][]string{want, want, nil}, [][]string{told(live), told(saved), told(nil)}); diff != "" {
		t.Errorf("live, saved, none (-want +got):\n%s", diff)
	}
	src := load(t, "clean")
	src.Run.Thresholds = func() {}
	if err := report.Write("csv", src, report.Options{}, memory{}.create); err == nil || !strings.Contains(err.Error(), "thresholds") {
		t.Errorf("error %v, want one about thresholds", err)
	}
}

// TestCSVTellsEveryTest proves the auditor's completeness: one row for each account and check among the findings, whatever
// the outcome.
func TestCSVTellsEveryTest(t *testing.T) {
	src := load(t, "sweep")
	want := map[string]bool{}
	for f := range src.Findings() {
		want[f.Account+" "+f.Check] = true
	}
	got := map[string]bool{}
	for _, record := range parseCSV(t, render(t, "csv", src, report.Options{})["report.csv/tests.csv"])[1:] {
		key := record[0] + " " + record[3]
		if got[key] {
			t.Errorf("two rows for %s", key)
		}
		got[key] = true
	}
	if !maps.Equal(want, got) {
		t.Errorf("(-want +got):\n%s", cmp.Diff(want, got))
	}
}

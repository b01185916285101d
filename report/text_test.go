package report_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/jedib0t/go-pretty/v6/text"
	"pgregory.net/rapid"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/report"
)

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"":                          "",
		"plain name, é, 日本, 😀":      "plain name, é, 日本, 😀",
		`C:\temp`:                   `C:\temp`,
		"a\nb\r\tc":                 `a\nb\r\tc`,
		"\x00\x1b[31m\x7f":          `\x00\x1b[31m\x7f`,
		"\u0085\u009b":              `\u0085\u009b`,
		"\u202ea\u200b\ufeff\ufe0f": `\u202ea\u200b\ufeff\ufe0f`,
		"\U000e0041":                `\U000e0041`,
		"\u00a0\u2028\u3000\u2800":  `\u00a0\u2028\u3000\u2800`,
		"\u3164\u115f":              `\u3164\u115f`,
		"a\xff\xe2\x80":             `a\xff\xe2\x80`,
		"\ufffd":                    `\ufffd`,
	} {
		if got := report.Visible(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestCut(t *testing.T) {
	tests := map[string]struct {
		in    string
		width int
		want  string
	}{
		"fits":       {"abcdef", 6, "abcdef"},
		"cut":        {"abcdefg", 6, "ab...g"},
		"both-ends":  {"role/cdk-lookup-eu-west-1", 15, "role/c...west-1"},
		"wide":       {"日本日本", 7, "日...本"},
		"wide-odd":   {"日本日本", 6, "日..."},
		"wide-fits":  {"日本日本", 8, "日本日本"},
		"combining":  {"e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301"},
		"empty":      {"", 3, ""},
		"only-marks": {"abcdef", 3, "..."},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := report.Cut(test.in, test.width); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

func TestWrap(t *testing.T) {
	tests := map[string]struct {
		in   string
		want []string
	}{
		"empty":        {"", nil},
		"short":        {"one two", []string{"one two"}},
		"at-spaces":    {"one two three four", []string{"one two", "three four"}},
		"a-long-word":  {"x abcdefghijklmnop y", []string{"x", "abcdefghij", "klmnop y"}},
		"wide":         {"日本日本日本日本", []string{"日本日本日", "本日本"}},
		"only-a-space": {" ", nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, report.Wrap(test.in, 10)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// nasty draws texts rich in what the formats have to escape, raw bytes included.
var nasty = rapid.OneOf(
	rapid.String(),
	rapid.StringOfN(rapid.SampledFrom([]rune("=+-@＝＋－＠'\";, \t\r\n\x00\x1b\u009b\ufeff\u200b\u202e\\ab日")), 0, 12, -1),
	rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
)

// TestCSVReadsBack proves that a cell is harmless and that taking one apostrophe off gives the visible text back.
func TestCSVReadsBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		in := nasty.Draw(r, "text")
		src := poisoned("x")
		src.Tables = []func() findings.Table{func() findings.Table {
			return findings.Table{Name: "t", Columns: []string{"a", "b"}, Rows: func(yield func([]string, error) bool) {
				yield([]string{in, "end"}, nil)
			}}
		}}
		body := render(t, "csv", src, report.Options{})["report.csv/t.csv"]
		harmlessRecords(t, "t.csv", string(body))
		got := parseCSV(t, body)[1]
		if want := report.Separated(report.Visible(in)); strings.TrimPrefix(got[0], "'") != want || got[1] != "end" {
			r.Fatalf("%q reads back as %q, want %q behind an apostrophe at most", in, got, want)
		}
	})
}

// TestJSONReadsBack proves that what is escaped for terminals has the same value.
func TestJSONReadsBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		in := nasty.Draw(r, "text")
		harmlessJSON(t, in, render(t, "json", poisoned(in), report.Options{}))
	})
}

func TestWrapAndCutKeepTheWidth(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		in := report.Visible(nasty.Draw(r, "text"))
		width := rapid.IntRange(4, 40).Draw(r, "width")
		lines := append(report.Wrap(in, width), report.Cut(in, width))
		for _, line := range lines {
			if got := text.StringWidthWithoutEscSequences(line); got > width {
				r.Fatalf("%q has %d columns, want at most %d", line, got, width)
			}
		}
		words := strings.Join(strings.Fields(in), "")
		if got := strings.ReplaceAll(strings.Join(lines[:len(lines)-1], ""), " ", ""); got != words {
			r.Fatalf("wrapping %q lost text: %q", in, got)
		}
	})
}

func FuzzVisible(f *testing.F) {
	for _, name := range hostile {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, in string) {
		got := report.Visible(in)
		allShown(t, "text", got, "")
		if report.Visible(got) != got {
			t.Errorf("%q is not stable", got)
		}
		if utf8.ValidString(in) && !strings.ContainsFunc(in, func(r rune) bool { return !report.Shown(r) }) && got != in {
			t.Errorf("%q became %q without need", in, got)
		}
	})
}

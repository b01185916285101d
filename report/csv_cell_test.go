package report_test

import (
	"testing"

	"github.com/orgscan/orgscan/report"
)

func TestCell(t *testing.T) {
	for in, want := range map[string]string{
		"":                     "",
		"012345678901":         "012345678901",
		"plain, with comma":    "plain, with comma",
		"a=1; b=2":             "a=1; b=2",
		"a-b@example.com":      "a-b@example.com",
		"<root_account>":       "<root_account>",
		"=1+1":                 "'=1+1",
		"+1":                   "'+1",
		"-1":                   "'-1",
		"@x":                   "'@x",
		"  =1+1":               "'  =1+1",
		"\u00a0=1+1":           `'\u00a0=1+1`,
		"\ufeff=1+1":           `'\ufeff=1+1`,
		"\u200b\u202e=1+1":     `'\u200b\u202e=1+1`,
		"\tx":                  `'\tx`,
		"\r\nx":                `'\r\nx`,
		"\x00x":                `'\x00x`,
		"＝1":                   "'＝1",
		"＋1":                   "'＋1",
		"－1":                   "'－1",
		"＠1":                   "'＠1",
		"'quoted'":             "''quoted'",
		"line\nbreak":          `line\nbreak`,
		"tag=a;=1+1":           `tag=a\x3b=1+1`,
		"tag=a;  @x;b":         `tag=a\x3b  @x;b`,
		"\xff=1":               `'\xff=1`,
		"日本=1":                 "日本=1",
		"it's; 'tis":           "it's; 'tis",
		"ends with a tab\t":    `ends with a tab\t`,
		"=1;=2":                `'=1\x3b=2`,
		";=1":                  `\x3b=1`,
		"credential-report: -": "credential-report: -",
	} {
		if got := report.Cell(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

package report

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"time"
	"unicode/utf8"

	"github.com/orgscan/orgscan/findings"
)

// jsonSchema is the value of the field schema. Fields are only added to it.
const jsonSchema = "orgscan.report/1"

// document is a whole JSON report: the head, then the findings, which are streamed, then the controls.
type document struct {
	head
	Findings []findings.Finding       `json:"findings"`
	Controls []findings.ControlResult `json:"controls"`
}

// head is everything before the findings, in the order in which it is written.
type head struct {
	Schema       string                    `json:"schema"`
	Version      string                    `json:"version"`
	AsOf         time.Time                 `json:"as_of"`
	Organization string                    `json:"organization,omitempty"`
	Management   string                    `json:"management_account,omitempty"`
	Population   string                    `json:"population"`
	Accounts     int                       `json:"accounts"`
	Selected     int                       `json:"selected"`
	Caller       findings.Caller           `json:"caller"`
	Checks       []string                  `json:"checks"`
	Frameworks   []string                  `json:"frameworks,omitempty"`
	Coverage     []coverage                `json:"coverage"`
	Missing      []findings.CoverageReason `json:"missing"`
	Exceptions   []findings.ExceptionUse   `json:"exceptions,omitempty"`
	Verdict      *findings.Verdict         `json:"verdict,omitempty"`
	Rules        []findings.Rule           `json:"rules"`
}

// coverage is findings.Coverage without what depends on timing.
type coverage struct {
	Account string                    `json:"account"`
	Name    string                    `json:"name,omitempty"`
	OU      string                    `json:"ou,omitempty"`
	State   findings.CoverageState    `json:"state"`
	Reasons []findings.CoverageReason `json:"reasons,omitempty"`
}

func newHead(src *Source) head {
	run := src.Run
	h := head{
		Schema: jsonSchema, Version: run.Version, AsOf: run.AsOf.UTC(),
		Organization: run.Scope.Organization, Management: run.Scope.Management, Population: run.Scope.Population,
		Accounts: run.Scope.Accounts, Selected: run.Scope.Selected, Caller: run.Caller,
		Checks: list(run.Checks), Frameworks: run.Frameworks, Missing: list(run.Scope.Missing), Exceptions: run.Exceptions,
		Verdict: run.Verdict, Rules: list(src.Rules),
		Coverage: make([]coverage, 0, len(run.Coverage)),
	}
	for _, c := range run.Coverage {
		h.Coverage = append(h.Coverage, coverage{c.Account, c.Name, c.OU, c.State, c.Reasons})
	}
	return h
}

// list makes a nil list an empty one, which JSON tells apart.
func list[T any](in []T) []T {
	if in == nil {
		return []T{}
	}
	return in
}

// writeJSON writes one object with one finding a line and holds one finding at a time.
func writeJSON(w io.Writer, src *Source, _ Options) error {
	out := bufio.NewWriter(w)
	if err := writeHead(out, newHead(src)); err != nil {
		return err
	}
	tally, separator := controlTally(src), "\n    "
	for f, err := range src.Findings() {
		if err != nil {
			return fmt.Errorf("read findings: %w", err)
		}
		line, err := marshal(f, "")
		if err != nil {
			return fmt.Errorf("finding %s: %w", f.Fingerprint, err)
		}
		tally.Add(f)
		out.WriteString(separator)
		out.Write(line)
		separator = ",\n    "
	}
	out.WriteString("\n  ]")
	if err := writeControls(out, tally.Results()); err != nil {
		return err
	}
	out.WriteString("\n}\n")
	return out.Flush()
}

// writeHead writes the head with the brace that ends it replaced by the start of the findings.
func writeHead(out *bufio.Writer, h head) error {
	text, err := marshal(h, "  ")
	if err != nil {
		return fmt.Errorf("head of the report: %w", err)
	}
	out.Write(text[:len(text)-len("\n}")])
	out.WriteString(",\n  \"findings\": [")
	return nil
}

// marshal encodes v with "<", ">" and "&" escaped, so that the report may be embedded in a page, and with everything that
// a terminal might obey escaped too. Both change the spelling, not the value.
func marshal(v any, indent string) ([]byte, error) {
	var text []byte
	var err error
	if indent == "" {
		text, err = json.Marshal(v)
	} else {
		text, err = json.MarshalIndent(v, "", indent)
	}
	return tame(text), err
}

// tame escapes the characters of JSON text that are not shown. Beyond ASCII they can only stand inside strings.
func tame(text []byte) []byte {
	if plainJSON(text) {
		return text
	}
	out := make([]byte, 0, len(text)+64)
	for _, r := range string(text) {
		switch {
		case r == 0x7f || r >= utf8.RuneSelf && r != utf8.RuneError && !shown(r):
			out = appendEscaped(out, r)
		default:
			out = utf8.AppendRune(out, r)
		}
	}
	return out
}

func plainJSON(text []byte) bool {
	for _, b := range text {
		if b >= 0x7f {
			return false
		}
	}
	return true
}

// appendEscaped writes the rune as JSON does: UTF-16, hence two escapes beyond the first plane.
func appendEscaped(out []byte, r rune) []byte {
	if r > 0xffff {
		r -= 0x10000
		return fmt.Appendf(out, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
	}
	return fmt.Appendf(out, `\u%04x`, r)
}

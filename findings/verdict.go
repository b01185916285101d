package findings

import (
	"fmt"
	"strings"
)

// The exit codes of a sweep, whatever the format. 2 (usage) and 4 (failed) are given by the program before or instead of
// a verdict.
const (
	ExitClean      = 0
	ExitFindings   = 1
	ExitUsage      = 2
	ExitIncomplete = 3
	ExitFailed     = 4
	ExitBoth       = 5
	// ExitInterrupted is given when an interrupted sweep saved nothing.
	ExitInterrupted = 130
)

// Verdict is the conclusion of a sweep in numbers and words.
type Verdict struct {
	// Exit is one of the exit codes.
	Exit int `json:"exit"`
	// Text is the same in one sentence.
	Text string `json:"text"`
	// FailOn is the severity that findings had to reach; empty when that was turned off.
	FailOn string `json:"fail_on,omitempty"`
	// Failing counts FAIL findings at or above FailOn.
	Failing int `json:"failing"`
	// Gaps counts what could not be evaluated and is not excused; see Threshold.
	Gaps int `json:"gaps"`
	// Excused counts the gaps that exceptions accept, Excepted the findings.
	Excused  int `json:"excused,omitempty"`
	Excepted int `json:"excepted,omitempty"`
	// Severities counts all FAIL findings by severity, Statuses all resources by status.
	Severities map[string]int `json:"severities"`
	Statuses   map[string]int `json:"statuses"`
	// Accounts counts the accounts by coverage state.
	Accounts map[CoverageState]int `json:"accounts"`
}

// Threshold says what makes a sweep fail.
type Threshold struct {
	// FailOn is the least severity that counts; Off turns findings off.
	FailOn Severity
	Off    bool
	// MaxGaps is how many gaps are accepted: a number, or a share of the accounts in scope in percent. A gap is an account
	// in scope that is partial, unreachable or has an UNKNOWN, or a section of the organization that is missing.
	MaxGaps        int
	MaxGapsPercent float64
}

// Judge draws the verdict from what was counted, the coverage and the organization's missing sections. A sweep with no
// account in scope is incomplete: it says nothing.
func Judge(t *Tally, coverage []Coverage, missing []CoverageReason, limit Threshold) *Verdict {
	v := &Verdict{Severities: map[string]int{}, Statuses: map[string]int{}, Accounts: map[CoverageState]int{}}
	for _, s := range Severities() {
		v.Severities[s.String()] = t.Fails(s)
	}
	for _, s := range Statuses() {
		v.Statuses[s.String()] = t.Resources(s)
	}
	if !limit.Off {
		v.FailOn, v.Failing = limit.FailOn.String(), t.FailsFrom(limit.FailOn)
	}
	v.Excepted = t.Excepted()
	for _, r := range missing {
		v.gap(r.Exception != "")
	}
	inScope, full := 0, 0
	v.Gaps += strays(t, coverage)
	for _, c := range coverage {
		v.Accounts[c.State]++
		if !c.InScope() {
			continue
		}
		inScope++
		switch {
		case c.State != Complete && !c.Excused(), t.Unknowns(c.Account) > 0:
			v.gap(false)
		case c.State != Complete, t.Excused(c.Account) > 0:
			v.gap(true)
		default:
			full++
		}
	}
	v.Exit = exit(v.Failing > 0, inScope == 0 || v.Gaps > limit.accepted(inScope))
	v.Text = v.words(inScope, full, v.Gaps > 0 && v.Gaps <= limit.accepted(inScope))
	return v
}

// strays counts accounts outside the scope that have an UNKNOWN all the same, such as an organization-wide check's own.
func strays(t *Tally, coverage []Coverage) int {
	n := len(t.unknowns)
	for _, c := range coverage {
		if c.InScope() && t.unknowns[c.Account] > 0 {
			n--
		}
	}
	return n
}

// gap counts one gap.
func (v *Verdict) gap(excused bool) {
	if excused {
		v.Excused++
		return
	}
	v.Gaps++
}

// accepted returns the number of gaps that do not raise the exit code.
func (l Threshold) accepted(inScope int) int {
	return max(l.MaxGaps, int(l.MaxGapsPercent*float64(inScope)/100))
}

func exit(failing, incomplete bool) int {
	switch {
	case failing && incomplete:
		return ExitBoth
	case incomplete:
		return ExitIncomplete
	case failing:
		return ExitFindings
	}
	return ExitClean
}

func (v *Verdict) words(inScope, full int, accepted bool) string {
	var parts []string
	switch {
	case inScope == 0:
		parts = append(parts, "no account was in scope")
	case v.Gaps == 0 && v.Excused > 0:
		parts = append(parts, fmt.Sprintf("complete but for %s: %d of %s looked at in full",
			plural(v.Excused, "excused gap"), full, plural(inScope, "account")))
	case v.Gaps == 0:
		parts = append(parts, fmt.Sprintf("complete: %s looked at in full", plural(inScope, "account")))
	default:
		parts = append(parts, fmt.Sprintf("incomplete: %s, %d of %s looked at in full",
			plural(v.Gaps, "gap"), full, plural(inScope, "account")))
		if accepted {
			parts = append(parts, "the gaps are within --max-gaps")
		}
		if v.Excused > 0 {
			parts = append(parts, plural(v.Excused, "more gap")+" excused by exceptions")
		}
	}
	switch {
	case v.FailOn == "":
		parts = append(parts, "findings do not count (--fail-on none)")
	case v.Failing == 0:
		parts = append(parts, fmt.Sprintf("no finding of severity %s or above", v.FailOn))
	default:
		parts = append(parts, fmt.Sprintf("%s of severity %s or above", plural(v.Failing, "finding"), v.FailOn))
	}
	if v.Excepted > 0 {
		parts = append(parts, plural(v.Excepted, "finding")+" accepted by exceptions")
	}
	return strings.Join(parts, "; ")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

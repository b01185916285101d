package findings_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
)

func tally(all ...findings.Finding) *findings.Tally {
	t := &findings.Tally{}
	for _, f := range all {
		t.Add(f)
	}
	return t
}

func covered(states ...findings.CoverageState) []findings.Coverage {
	ids := []string{"111122223333", "222233334444", "333344445555", "444455556666"}
	var all []findings.Coverage
	for i, s := range states {
		all = append(all, findings.Coverage{Account: ids[i], State: s})
	}
	return all
}

var (
	high    = findings.Finding{Status: findings.Fail, Severity: findings.High, Account: "111122223333"}
	low     = findings.Finding{Status: findings.Fail, Severity: findings.Low, Account: "111122223333"}
	unknown = findings.Finding{Status: findings.Unknown, Severity: findings.Critical, Account: "111122223333"}
	manual  = findings.Finding{Status: findings.Manual, Severity: findings.Critical, Account: "111122223333"}
	passed  = findings.Finding{Status: findings.Pass, Severity: findings.Critical, Account: "111122223333", Count: 40}
	na      = findings.Finding{Status: findings.NotApplicable, Account: "111122223333", Count: 3}
)

func excepted(f findings.Finding) findings.Finding {
	f.Exception = "accepted"
	return f
}

func TestVerdictExit(t *testing.T) {
	onHigh := findings.Threshold{FailOn: findings.High}
	missing := []findings.CoverageReason{{Section: "delegations"}}
	tests := map[string]struct {
		findings []findings.Finding
		coverage []findings.Coverage
		missing  []findings.CoverageReason
		limit    findings.Threshold
		exit     int
		gaps     int
		text     string
	}{
		"clean": {
			[]findings.Finding{passed, na, manual, low},
			covered(findings.Complete, findings.Skipped), nil, onHigh, 0, 0,
			"complete: 1 account looked at in full; no finding of severity high or above",
		},
		"findings": {
			[]findings.Finding{high, high, low},
			covered(findings.Complete, findings.Complete), nil, onHigh, 1, 0,
			"complete: 2 accounts looked at in full; 2 findings of severity high or above",
		},
		"lower-threshold": {
			[]findings.Finding{low},
			covered(findings.Complete), nil,
			findings.Threshold{FailOn: findings.Low},
			1, 0,
			"complete: 1 account looked at in full; 1 finding of severity low or above",
		},
		"findings-off": {
			[]findings.Finding{high},
			covered(findings.Complete), nil,
			findings.Threshold{Off: true},
			0, 0,
			"complete: 1 account looked at in full; findings do not count (--fail-on none)",
		},
		"accepted-finding": {
			[]findings.Finding{excepted(high)},
			covered(findings.Complete), nil, onHigh, 0, 0,
			"complete: 1 account looked at in full; no finding of severity high or above; 1 finding accepted by exceptions",
		},
		"partial": {
			[]findings.Finding{passed},
			covered(findings.Complete, findings.Partial), nil, onHigh, 3, 1,
			"incomplete: 1 gap, 1 of 2 accounts looked at in full; no finding of severity high or above",
		},
		"unreachable": {
			nil, covered(findings.Unreachable), nil, onHigh, 3, 1,
			"incomplete: 1 gap, 0 of 1 account looked at in full; no finding of severity high or above",
		},
		"unknown": {
			[]findings.Finding{unknown, unknown},
			covered(findings.Complete, findings.Complete), nil, onHigh, 3, 1,
			"incomplete: 1 gap, 1 of 2 accounts looked at in full; no finding of severity high or above",
		},
		"accepted-unknown": {
			[]findings.Finding{excepted(unknown)},
			covered(findings.Complete), nil, onHigh, 0, 0,
			"complete but for 1 excused gap: 0 of 1 account looked at in full; no finding of severity high or above; " +
				"1 finding accepted by exceptions",
		},
		"organization-section": {
			nil, covered(findings.Complete), missing, onHigh, 3, 1,
			"incomplete: 1 gap, 1 of 1 account looked at in full; no finding of severity high or above",
		},
		"both": {
			[]findings.Finding{high, unknown},
			covered(findings.Complete, findings.Unreachable), missing, onHigh, 5, 3,
			"incomplete: 3 gaps, 0 of 2 accounts looked at in full; 1 finding of severity high or above",
		},
		"incomplete-with-findings-off": {
			[]findings.Finding{high},
			covered(findings.Partial), nil,
			findings.Threshold{Off: true},
			3, 1,
			"incomplete: 1 gap, 0 of 1 account looked at in full; findings do not count (--fail-on none)",
		},
		"gaps-accepted": {
			nil, covered(findings.Partial, findings.Complete), nil,
			findings.Threshold{FailOn: findings.High, MaxGaps: 1},
			0, 1,
			"incomplete: 1 gap, 1 of 2 accounts looked at in full; the gaps are within --max-gaps; no finding of severity high or above",
		},
		"gaps-accepted-with-findings": {
			[]findings.Finding{high},
			covered(findings.Partial), nil,
			findings.Threshold{FailOn: findings.High, MaxGaps: 9},
			1, 1,
			"incomplete: 1 gap, 0 of 1 account looked at in full; the gaps are within --max-gaps; 1 finding of severity high or above",
		},
		"one-gap-too-many": {
			nil, covered(findings.Partial, findings.Partial), nil,
			findings.Threshold{FailOn: findings.High, MaxGaps: 1},
			3, 2,
			"incomplete: 2 gaps, 0 of 2 accounts looked at in full; no finding of severity high or above",
		},
		"percent-of-accounts-in-scope": {
			nil, covered(findings.Partial, findings.Complete, findings.Complete, findings.Skipped), nil,
			findings.Threshold{FailOn: findings.High, MaxGapsPercent: 34},
			0, 1,
			"incomplete: 1 gap, 2 of 3 accounts looked at in full; the gaps are within --max-gaps; no finding of severity high or above",
		},
		"percent-is-rounded-down": {
			nil, covered(findings.Partial, findings.Complete, findings.Complete, findings.Skipped), nil,
			findings.Threshold{FailOn: findings.High, MaxGapsPercent: 33},
			3, 1,
			"incomplete: 1 gap, 2 of 3 accounts looked at in full; no finding of severity high or above",
		},
		"nothing-in-scope": {
			nil, covered(findings.Skipped), nil, onHigh, 3, 0, "no account was in scope; no finding of severity high or above",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v := findings.Judge(tally(test.findings...), test.coverage, test.missing, test.limit)
			if v.Exit != test.exit || v.Gaps != test.gaps {
				t.Errorf("exit %d with %d gaps, want %d with %d", v.Exit, v.Gaps, test.exit, test.gaps)
			}
			if diff := cmp.Diff(test.text, v.Text); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestExitCodes(t *testing.T) {
	got := []int{
		findings.ExitClean, findings.ExitFindings, findings.ExitUsage, findings.ExitIncomplete, findings.ExitFailed,
		findings.ExitBoth, findings.ExitInterrupted,
	}
	if diff := cmp.Diff([]int{0, 1, 2, 3, 4, 5, 130}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestVerdictCounts(t *testing.T) {
	got := findings.Judge(tally(high, low, low, excepted(high), unknown, manual, passed, na),
		covered(findings.Complete, findings.Partial, findings.Unreachable, findings.Skipped), nil,
		findings.Threshold{FailOn: findings.Medium})
	want := &findings.Verdict{
		Exit: 5, FailOn: "medium", Failing: 1, Gaps: 3, Excepted: 1, Text: got.Text,
		Severities: map[string]int{"critical": 0, "high": 1, "medium": 0, "low": 2, "info": 0},
		Statuses:   map[string]int{"FAIL": 4, "UNKNOWN": 1, "MANUAL": 1, "PASS": 40, "NOT_APPLICABLE": 3},
		Accounts: map[findings.CoverageState]int{
			findings.Complete: 1, findings.Partial: 1, findings.Unreachable: 1, findings.Skipped: 1,
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTally(t *testing.T) {
	c := tally(high, high, low, excepted(high), unknown, excepted(unknown), passed, passed)
	for name, test := range map[string]struct{ got, want int }{
		"fail-lines":         {c.Resources(findings.Fail), 4},
		"pass-resources":     {c.Resources(findings.Pass), 80},
		"never-seen":         {c.Resources(findings.Manual), 0},
		"fails-of-high":      {c.Fails(findings.High), 2},
		"fails-from-low":     {c.FailsFrom(findings.Low), 3},
		"fails-from-high":    {c.FailsFrom(findings.High), 2},
		"fails-from-worst":   {c.FailsFrom(findings.Critical), 0},
		"unknowns":           {c.Unknowns("111122223333"), 1},
		"unknowns-elsewhere": {c.Unknowns("222233334444"), 0},
		"zero-value":         {(&findings.Tally{}).FailsFrom(findings.Info), 0},
	} {
		if test.got != test.want {
			t.Errorf("%s: %d, want %d", name, test.got, test.want)
		}
	}
}

func TestInScope(t *testing.T) {
	for state, want := range map[findings.CoverageState]bool{
		findings.Complete: true, findings.Partial: true, findings.Unreachable: true, findings.Skipped: false,
	} {
		if got := (findings.Coverage{State: state}).InScope(); got != want {
			t.Errorf("%s in scope: %t", state, got)
		}
	}
}

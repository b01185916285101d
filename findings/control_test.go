package findings_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/orgscan/orgscan/findings"
)

func outcome(check, account string, s findings.Status, count int) findings.Finding {
	return findings.Finding{Check: check, Account: account, Status: s, Count: count}
}

func accepted(f findings.Finding) findings.Finding {
	f.Exception = "e-1"
	return f
}

func judged(frameworks []findings.Framework, selected []string, all []findings.Finding) []findings.ControlResult {
	tally := findings.NewControlTally(frameworks, selected)
	for _, f := range all {
		tally.Add(f)
	}
	return tally.Results()
}

// TestControlStatus judges one control of the checks "a" and "b", both of the run unless a case says otherwise.
func TestControlStatus(t *testing.T) {
	const first, second = "111122223333", "444455556666"
	both := []string{"a", "b"}
	for name, c := range map[string]struct {
		selected []string
		basis    findings.Basis
		checks   []string
		all      []findings.Finding
		want     findings.ControlStatus
	}{
		"all-pass":              {all: []findings.Finding{outcome("a", first, findings.Pass, 2), outcome("b", first, findings.Pass, 1)}, want: findings.ControlPass},
		"one-fail":              {all: []findings.Finding{outcome("a", first, findings.Pass, 2), outcome("b", second, findings.Fail, 0)}, want: findings.ControlFail},
		"fail-beats-unknown":    {all: []findings.Finding{outcome("a", first, findings.Unknown, 0), outcome("b", second, findings.Fail, 0)}, want: findings.ControlFail},
		"unknown-beats-manual":  {all: []findings.Finding{outcome("a", first, findings.Unknown, 0), outcome("b", first, findings.Manual, 0)}, want: findings.ControlUnknown},
		"unknown-beats-pass":    {all: []findings.Finding{outcome("a", first, findings.Unknown, 0), outcome("b", first, findings.Pass, 9)}, want: findings.ControlUnknown},
		"manual-beats-pass":     {all: []findings.Finding{outcome("a", first, findings.Manual, 0), outcome("b", first, findings.Pass, 9)}, want: findings.ControlManual},
		"nothing-to-judge":      {all: []findings.Finding{outcome("a", first, findings.NotApplicable, 0)}, want: findings.ControlNotApplicable},
		"pass-and-no-subject":   {all: []findings.Finding{outcome("a", first, findings.NotApplicable, 0), outcome("b", first, findings.Pass, 1)}, want: findings.ControlPass},
		"accepted-fail":         {all: []findings.Finding{accepted(outcome("a", first, findings.Fail, 0))}, want: findings.ControlPass},
		"accepted-unknown":      {all: []findings.Finding{accepted(outcome("a", first, findings.Unknown, 0)), outcome("b", first, findings.Pass, 1)}, want: findings.ControlUnknown},
		"no-answer":             {want: findings.ControlUnknown},
		"another-check-fails":   {all: []findings.Finding{outcome("a", first, findings.Pass, 1), outcome("c", first, findings.Fail, 0)}, want: findings.ControlPass},
		"check-not-run":         {selected: []string{"a"}, all: []findings.Finding{outcome("a", first, findings.Pass, 1)}, want: findings.ControlUnknown},
		"check-not-run-fails":   {selected: []string{"a"}, all: []findings.Finding{outcome("a", first, findings.Fail, 0)}, want: findings.ControlFail},
		"no-check-run":          {selected: []string{"c"}, all: []findings.Finding{outcome("c", first, findings.Pass, 1)}, want: findings.NotCovered},
		"no-check-exists":       {checks: []string{}, want: findings.NotCovered},
		"a-person-must-attest":  {checks: []string{}, basis: findings.ByHand, want: findings.ControlManual},
		"derived-fails-as-well": {basis: findings.Derived, all: []findings.Finding{outcome("a", first, findings.Fail, 0)}, want: findings.ControlFail},
	} {
		t.Run(name, func(t *testing.T) {
			control := findings.Control{ID: "1.1", Basis: findings.Published, Checks: both}
			if c.checks != nil {
				control.Checks = c.checks
			}
			if c.basis != "" {
				control.Basis = c.basis
			}
			selected := both
			if c.selected != nil {
				selected = c.selected
			}
			framework := findings.Framework{Name: "f", Version: "1", Controls: []findings.Control{control}}
			if got := judged([]findings.Framework{framework}, selected, c.all); len(got) != 1 || got[0].Status != c.want {
				t.Errorf("got %+v, want %s", got, c.want)
			}
		})
	}
}

// TestControlCounts counts over accounts, checks and two frameworks that share a check.
func TestControlCounts(t *testing.T) {
	const first, second = "111122223333", "444455556666"
	frameworks := []findings.Framework{
		{Name: "f", Version: "1", Controls: []findings.Control{{ID: "1.1", Basis: findings.Published, Checks: []string{"a", "b"}}}},
		{Name: "g", Version: "2", Controls: []findings.Control{{ID: "x", Basis: findings.Derived, Checks: []string{"b", "z"}}}},
	}
	all := []findings.Finding{
		outcome("a", first, findings.Fail, 0), outcome("a", first, findings.Fail, 0), accepted(outcome("a", first, findings.Fail, 0)),
		outcome("a", first, findings.Pass, 3), outcome("b", first, findings.Fail, 0),
		outcome("a", second, findings.Fail, 0), outcome("b", second, findings.Unknown, 0), outcome("b", second, findings.NotApplicable, 2),
	}
	want := []findings.ControlResult{
		{
			Framework: "f", Version: "1", Control: "1.1", Status: findings.ControlFail, Basis: findings.Published, Checks: []string{"a", "b"},
			Fail: 4, Unknown: 1, Pass: 3, NotApplicable: 2, Excepted: 1, FailedAccounts: 2,
		},
		{
			Framework: "g", Version: "2", Control: "x", Status: findings.ControlFail, Basis: findings.Derived, Checks: []string{"b"}, NotRun: []string{"z"},
			Fail: 1, Unknown: 1, NotApplicable: 2, FailedAccounts: 1,
		},
	}
	got := judged(frameworks, []string{"a", "b"}, all)
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(findings.ControlResult{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFrameworkChecks(t *testing.T) {
	f := findings.Framework{Controls: []findings.Control{{Checks: []string{"b", "c"}}, {}, {Checks: []string{"a", "b"}}}}
	if diff := cmp.Diff([]string{"a", "b", "c"}, f.Checks()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

package report_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/orgscan/orgscan/findings"
)

// causedBy is a failure that names its cause.
func causedBy(cause string, f findings.Finding) findings.Finding {
	f.Evidence = append(f.Evidence, findings.Evidence{Name: findings.CausedBy, Value: cause})
	return f
}

func TestTableFoldsConsequences(t *testing.T) {
	const account, user = "111122223333", "user/ci"
	cause := fail(account, "old-user", findings.High, user, "gone for a year")
	consequence := causedBy("old-user", fail(account, "old-key", findings.High, user, "an old key"))
	chained := causedBy("old-key", fail(account, "big-key", findings.Medium, user, "a big key"))
	excepted := cause
	excepted.Exception = "until-june"
	elsewhere := consequence
	elsewhere.Account = "222233334444"
	milder := cause
	milder.Severity = findings.Low
	for name, test := range map[string]struct {
		all   []findings.Finding
		holds string
		shown bool
	}{
		"folded":         {[]findings.Finding{consequence, cause}, "    ends with it: old-key (1)\n", false},
		"over-two-steps": {[]findings.Finding{chained, consequence, cause}, "    ends with it: big-key (1), old-key (1)\n", false},
		"told-in-title":  {[]findings.Finding{consequence, cause}, "HIGH  2 findings of 1 check, 1 of them below what causes them\n", false},
		"no-cause":       {[]findings.Finding{consequence}, "HIGH  1 finding of 1 check\n", true},
		"cause-accepted": {[]findings.Finding{consequence, excepted}, "HIGH  1 finding of 1 check\n", true},
		"other-account":  {[]findings.Finding{cause, elsewhere}, "HIGH  2 findings of 2 checks\n", true},
		"milder-cause":   {[]findings.Finding{consequence, milder}, "HIGH  1 finding of 1 check\n", true},
	} {
		t.Run(name, func(t *testing.T) {
			body := table(t, sweepOf(test.all...))
			holds(t, body, test.holds)
			if strings.Contains(body, "an old key") != test.shown {
				t.Errorf("shown by itself: %t, want %t\n%s", !test.shown, test.shown, body)
			}
		})
	}
}

// TestTableSurvivesCircles proves that findings which name each other as the cause are all shown.
func TestTableSurvivesCircles(t *testing.T) {
	body := table(t, sweepOf(
		causedBy("b", fail("111122223333", "a", findings.High, "user/ci", "first")),
		causedBy("a", fail("111122223333", "b", findings.High, "user/ci", "second")),
		causedBy("c", fail("111122223333", "c", findings.High, "user/ci", "third")),
	))
	holds(t, body, "first", "second", "third")
}

// TestTableNamesEveryGraveCheck proves that high checks beyond those shown in full say where they failed.
func TestTableNamesEveryGraveCheck(t *testing.T) {
	var all []findings.Finding
	for i := range 12 {
		f := fail("111122223333", fmt.Sprintf("check-%02d", i), findings.High, "user/ci", "m")
		f.AccountName = "prod"
		all = append(all, f)
	}
	all = append(all, fail("222233334444", "check-11", findings.High, "user/ci", "m"))
	body := table(t, sweepOf(all...))
	holds(t, body, "  more, of which orgscan checks show ID says how to fix them:\n", "    check-10 (1)  user/ci in 111122223333 (prod)\n")
	if strings.Count(body, "check-")-strings.Count(body, "title of check-") != 12 {
		t.Errorf("not every check once:\n%s", body)
	}
}

package checks_test

import (
	"testing"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/checks"
)

// TestCauses proves that causes are other registered checks.
func TestCauses(t *testing.T) {
	known := map[string]*checks.Check{}
	for _, c := range checks.All() {
		known[c.ID] = c
	}
	named := 0
	for _, c := range checks.All() {
		for _, id := range c.CausedBy {
			named++
			if cause := known[id]; cause == nil || cause == c {
				t.Errorf("%s names %s as its cause", c.ID, id)
			}
		}
	}
	if named == 0 {
		t.Error("no check names a cause")
	}
}

func TestCauseIsNamedWhereItIsReported(t *testing.T) {
	reports := func(id, resource string, severity findings.Severity) *checks.Check {
		c := testCheck(id, func(p *checks.Pass) { p.Fail(resource, "m").At(severity) })
		c.CausedBy = map[string][]string{"key-old": {"user-gone", "user-idle"}}[id]
		return c
	}
	old := reports("key-old", "user/ci", findings.Medium)
	for name, test := range map[string]struct {
		others []*checks.Check
		want   string
	}{
		"cause":          {[]*checks.Check{reports("user-idle", "user/ci", findings.Medium)}, "user-idle"},
		"first-of-two":   {[]*checks.Check{reports("user-idle", "user/ci", findings.High), reports("user-gone", "user/ci", findings.High)}, "user-gone"},
		"milder":         {[]*checks.Check{reports("user-idle", "user/ci", findings.Low)}, ""},
		"other-resource": {[]*checks.Check{reports("user-idle", "user/git", findings.High)}, ""},
		"not-selected":   {nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			selected := append(test.others, old)
			found, _ := checks.Evaluate(selected, accountInput())
			checks.Blame(selected, found)
			for _, f := range found {
				if want := map[bool]string{true: test.want}[f.Check == "key-old"]; f.Cause() != want {
					t.Errorf("%s: cause %q, want %q", f.Check, f.Cause(), want)
				}
			}
		})
	}
}

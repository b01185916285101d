package findings_test

import (
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
)

var july = time.Date(2026, 7, 1, 2, 0, 0, 0, time.UTC)

func lasting(x findings.Exception) findings.Exception {
	if x.Expires == "" {
		x.Expires = "2026-12-31"
	}
	return x
}

func TestExceptionSelects(t *testing.T) {
	fail := findings.Finding{
		Fingerprint: "f1", Group: "g1", Check: "user-access-key-old", Status: findings.Fail, Account: "111122223333",
		Resource: "arn:aws:iam::111122223333:user/ci/deploy",
	}
	unknown := fail
	unknown.Status, unknown.Unknown = findings.Unknown, &findings.Reason{Cause: findings.Denied, Action: "iam:GetAccountSummary", Code: "AccessDenied"}
	pass := fail
	pass.Status = findings.Pass
	reasons := []findings.CoverageReason{
		{Section: "summary", Cause: findings.Denied, Action: "iam:GetAccountSummary", Code: "AccessDenied"},
		{Section: "saml", Cause: findings.Denied, Action: "iam:ListSAMLProviders", Code: "AccessDenied"},
	}
	here, elsewhere := map[string]bool{"111122223333": true}, map[string]bool{"222233334444": true}
	tests := map[string]struct {
		x    findings.Exception
		f    findings.Finding
		want bool
	}{
		"check":                    {findings.Exception{Check: "user-access-key-old"}, fail, true},
		"check-glob":               {findings.Exception{Check: "user-*-old"}, fail, true},
		"other-check":              {findings.Exception{Check: "user-access-key"}, fail, false},
		"account":                  {findings.Exception{Check: "*", Accounts: here}, fail, true},
		"other-account":            {findings.Exception{Check: "*", Accounts: elsewhere}, fail, false},
		"no-account-resolved":      {findings.Exception{Check: "*", Accounts: map[string]bool{}}, fail, false},
		"resource-across-slashes":  {findings.Exception{Resource: "arn:aws:iam::*:user/*"}, fail, true},
		"resource-is-anchored":     {findings.Exception{Resource: "user/*"}, fail, false},
		"group":                    {findings.Exception{Group: "g1"}, fail, true},
		"fingerprint":              {findings.Exception{Group: "f1"}, fail, true},
		"other-group":              {findings.Exception{Group: "g2"}, fail, false},
		"all-selectors-must-match": {findings.Exception{Check: "user-*", Group: "g2"}, fail, false},
		"unknown-by-check":         {findings.Exception{Check: "user-*"}, unknown, true},
		"unknown-by-section":       {findings.Exception{Section: "sum*"}, unknown, true},
		"unknown-for-other-cause":  {findings.Exception{Section: "saml"}, unknown, false},
		"fail-has-no-section":      {findings.Exception{Section: "*"}, fail, false},
		"pass-needs-none":          {findings.Exception{Check: "*"}, pass, false},
		"last-day":                 {findings.Exception{Check: "*", Expires: "2026-07-01"}, fail, true},
		"day-after":                {findings.Exception{Check: "*", Expires: "2026-06-30"}, fail, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			test.x.ID = "EX-1"
			all := []findings.Finding{test.f}
			findings.NewExceptions([]findings.Exception{lasting(test.x)}, july).Apply(all, reasons)
			if got := all[0].Exception == "EX-1"; got != test.want {
				t.Errorf("accepted: %t", got)
			}
		})
	}
}

func TestExceptionUses(t *testing.T) {
	e := findings.NewExceptions([]findings.Exception{
		lasting(findings.Exception{ID: "first", Check: "a"}),
		lasting(findings.Exception{ID: "second", Check: "*"}),
		lasting(findings.Exception{ID: "old", Check: "*", Expires: "2026-01-31"}),
		lasting(findings.Exception{ID: "gap", Section: "summary"}),
		lasting(findings.Exception{ID: "nothing", Check: "c"}),
	}, july)
	all := []findings.Finding{{Check: "a", Status: findings.Fail}, {Check: "b", Status: findings.Manual}}
	reasons := []findings.CoverageReason{{Section: "summary"}, {Section: "saml"}, {}}
	e.Excuse("111122223333", reasons)
	e.Apply(all, reasons)
	if all[0].Exception != "first" || all[1].Exception != "second" {
		t.Errorf("accepted by %q and %q, want the first that matches", all[0].Exception, all[1].Exception)
	}
	if got := []string{reasons[0].Exception, reasons[1].Exception, reasons[2].Exception}; !cmp.Equal(got, []string{"gap", "", ""}) {
		t.Errorf("reasons excused by %q", got)
	}
	var got []string
	for _, u := range e.Uses() {
		got = append(got, strings.Join([]string{u.ID, string(u.State)}, " ")+strings.Repeat("+", u.Findings)+strings.Repeat("-", u.Gaps))
	}
	want := []string{"first active+", "second active++", "old expired++", "gap active-", "nothing unused"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("uses (-want +got):\n%s", diff)
	}
}

// TestExceptionsThatEnd draws the days around the first and the last on which the end is announced.
func TestExceptionsThatEnd(t *testing.T) {
	for expires, want := range map[string]bool{
		"2026-06-30": false, "2026-07-01": true, "2026-07-02": true, "2026-07-31": true, "2026-08-01": false, "2027-07-01": false,
	} {
		e := findings.NewExceptions([]findings.Exception{{ID: "EX-1", Check: "*", Expires: expires}}, july)
		if got := e.Uses()[0].Ending; got != want {
			t.Errorf("on 2026-07-01, one that lasts until %s: ending is %t", expires, got)
		}
	}
}

func TestNoExceptions(t *testing.T) {
	var none *findings.Exceptions
	all := []findings.Finding{{Status: findings.Fail}}
	none.Apply(all, nil)
	none.Excuse("", []findings.CoverageReason{{}})
	if all[0].Exception != "" || none.Uses() != nil {
		t.Errorf("something is accepted: %+v", all[0])
	}
}

// TestExcusedGaps draws verdicts over gaps that exceptions accept.
func TestExcusedGaps(t *testing.T) {
	excused := findings.CoverageReason{Section: "saml", Exception: "EX-1"}
	open := findings.CoverageReason{Section: "summary"}
	line := func(reasons ...findings.CoverageReason) findings.Coverage {
		return findings.Coverage{Account: "111122223333", State: findings.Partial, Reasons: reasons}
	}
	tests := map[string]struct {
		coverage      findings.Coverage
		missing       []findings.CoverageReason
		exit          int
		gaps, excused int
	}{
		"all-excused":          {line(excused, excused), nil, 0, 0, 1},
		"one-left":             {line(excused, open), nil, 3, 1, 0},
		"no-reason":            {line(), nil, 3, 1, 0},
		"organization-excused": {findings.Coverage{State: findings.Complete}, []findings.CoverageReason{excused}, 0, 0, 1},
		"organization-open":    {findings.Coverage{State: findings.Complete}, []findings.CoverageReason{excused, open}, 3, 1, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v := findings.Judge(&findings.Tally{}, []findings.Coverage{test.coverage}, test.missing, findings.Threshold{FailOn: findings.High})
			if v.Exit != test.exit || v.Gaps != test.gaps || v.Excused != test.excused {
				t.Errorf("exit %d, %d gaps, %d excused; want %d, %d, %d: %s", v.Exit, v.Gaps, v.Excused, test.exit, test.gaps, test.excused, v.Text)
			}
			if strings.Contains(v.Text, "excused") != (test.excused > 0) {
				t.Errorf("the text does not tell: %s", v.Text)
			}
		})
	}
}

// FuzzGlob compares the matcher with a regular expression.
func FuzzGlob(f *testing.F) {
	for _, seed := range [][2]string{{"*", ""}, {"a*b*c", "aXbbc"}, {"a*", "ba"}, {"**", "x"}, {"a*a", "a"}, {"?", "x"}, {"[a]", "a"}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		if !utf8.ValidString(pattern) || !utf8.ValidString(text) {
			t.Skip("regular expressions read UTF-8")
		}
		want := regexp.MustCompile(`(?s)\A` + strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, `.*`) + `\z`)
		if got := findings.Glob(pattern, text); got != want.MatchString(text) {
			t.Errorf("Glob(%q, %q) is %t", pattern, text, got)
		}
	})
}

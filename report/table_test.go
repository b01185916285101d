package report_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/report"
)

// table renders findings for people.
func table(t *testing.T, src *report.Source) string {
	t.Helper()
	return string(render(t, "table", src, report.Options{})["report.txt"])
}

// sweepOf returns a source of findings in the order of findings.Compare, over accounts that were all looked at.
func sweepOf(all ...findings.Finding) *report.Source {
	for i := range all {
		all[i].Identify("")
	}
	return &report.Source{Run: &findings.Run{}, Findings: each(all...)}
}

func fail(account, check string, severity findings.Severity, resource, message string) findings.Finding {
	return findings.Finding{
		Check: check, Title: "title of " + check, Status: findings.Fail, Severity: severity, Account: account,
		Resource: "arn:aws:iam::" + account + ":" + resource, Message: message,
	}
}

func holds(t *testing.T, body string, want ...string) {
	t.Helper()
	for _, text := range want {
		if !strings.Contains(body, text) {
			t.Errorf("no %q in:\n%s", text, body)
		}
	}
}

func TestTableGroupsOneProblemOfManyAccounts(t *testing.T) {
	var all []findings.Finding
	for i := range 742 {
		all = append(all, fail(fmt.Sprintf("%012d", i), "open-role", findings.High, "role/legacy", "anyone may assume it"))
	}
	body := table(t, sweepOf(all...))
	holds(t, body, "HIGH  742 findings of 1 check", "role/legacy  742 accounts  anyone may assume it")
	if n := strings.Count(body, "role/legacy"); n != 1 {
		t.Errorf("%d lines for one problem", n)
	}
}

func TestTableOrdersBySeverityThenFindings(t *testing.T) {
	body := table(t, sweepOf(
		fail("111122223333", "a-low", findings.Low, "user/a", "m"),
		fail("111122223333", "b-one", findings.Critical, "user/a", "m"),
		fail("111122223333", "c-two", findings.Critical, "user/a", "m"),
		fail("111122223333", "c-two", findings.Critical, "user/b", "m"),
	))
	last := -1
	for _, text := range []string{"COVERAGE", "CRITICAL", "c-two", "b-one", "LOW", "a-low", "TOTAL"} {
		at := strings.Index(body, text)
		if at <= last {
			t.Errorf("%s out of place in:\n%s", text, body)
		}
		last = at
	}
}

func TestTableLimitsAreSaid(t *testing.T) {
	var all []findings.Finding
	for i := range 20 {
		for j := range 5 {
			all = append(all, fail("111122223333", fmt.Sprintf("check-%02d", i), findings.Low, fmt.Sprintf("user/u%d", j), "m"))
		}
	}
	body := table(t, sweepOf(all...))
	holds(t, body, "LOW  100 findings of 20 checks\n  check-00 (5), check-01 (5), check-02 (5),",
		"check-19 (5); see findings.jsonl, or --format csv\n")
	if lines := strings.Count(body, "\n"); lines > 30 {
		t.Errorf("%d lines", lines)
	}
}

// TestTableFolds proves that nothing is left out to save a line or two, and that what is grave is shown.
func TestTableFolds(t *testing.T) {
	const folded = "more: see findings.jsonl, or --format csv"
	for name, test := range map[string]struct {
		severity findings.Severity
		users    int
		shown    int
	}{
		"critical":           {findings.Critical, 30, 30},
		"high":               {findings.High, 16, 16},
		"high-beyond-reason": {findings.High, 17, 14},
		"low-one-too-many":   {findings.Low, 4, 4},
		"low-two-too-many":   {findings.Low, 5, 5},
		"low-three-too-many": {findings.Low, 6, 3},
	} {
		t.Run(name, func(t *testing.T) {
			var all []findings.Finding
			for i := range test.users {
				all = append(all, fail("111122223333", "c", test.severity, fmt.Sprintf("user/u%03d", i), "m"))
			}
			body := table(t, sweepOf(all...))
			if n := strings.Count(body, "    user/u"); n != test.shown {
				t.Errorf("%d of %d shown, want %d", n, test.users, test.shown)
			}
			want := fmt.Sprintf("    and %d %s\n", test.users-test.shown, folded)
			if got := strings.Contains(body, want); got != (test.shown < test.users) {
				t.Errorf("says %q: %t", want, got)
			}
		})
	}
}

// TestTableNamesWhatItLeavesOut proves that a severity of which nothing is shown still names its checks.
func TestTableNamesWhatItLeavesOut(t *testing.T) {
	body := table(t, sweepOf(
		fail("111122223333", "a-one", findings.Info, "user/a", "m"),
		fail("111122223333", "b-two", findings.Info, "user/a", "m"),
		fail("111122223333", "c-three", findings.Info, "user/a", "m"),
		fail("111122223333", "c-three", findings.Info, "user/b", "m"),
	))
	holds(t, body, "INFO  4 findings of 3 checks\n  c-three (2), a-one (1), b-two (1); see findings.jsonl, or --format csv\n")
}

// TestTableSharesLines proves that a check with many problems does not hide those of another.
func TestTableSharesLines(t *testing.T) {
	var all []findings.Finding
	for i := range 100 {
		all = append(all, fail("111122223333", "many", findings.High, fmt.Sprintf("user/u%03d", i), "m"))
	}
	for i := range 5 {
		all = append(all, fail("111122223333", "some", findings.High, fmt.Sprintf("role/r%03d", i), "m"))
	}
	body := table(t, sweepOf(all...))
	if users, roles := strings.Count(body, "    user/u"), strings.Count(body, "    role/r"); users != 9 || roles != 5 {
		t.Errorf("%d users and %d roles, want 9 and 5", users, roles)
	}
}

func TestTableNamesResources(t *testing.T) {
	for name, test := range map[string]struct{ resource, detail, message, want string }{
		"path":           {"arn:aws:iam::111122223333:user/team/ci", "", "m", "    user/team/ci  "},
		"root":           {"arn:aws-cn:iam::111122223333:root", "", "m", "    account  "},
		"other-account":  {"arn:aws:iam::aws:policy/ReadOnlyAccess", "", "m", "    aws:policy/ReadOnlyAccess  "},
		"no-account":     {"arn:aws:s3:::bucket/key:with:colons", "", "m", "    bucket/key:with:colons  "},
		"not-an-arn":     {"bucket", "", "m", "    bucket  "},
		"detail-alone":   {"arn:aws:iam::111122223333:user/ci", "key-1", "", "    user/ci [key-1]  "},
		"detail-covered": {"arn:aws:iam::111122223333:user/ci", "key-1", "m", "    user/ci  "},
	} {
		t.Run(name, func(t *testing.T) {
			f := fail("111122223333", "c", findings.High, "", test.message)
			f.Resource, f.Detail = test.resource, test.detail
			holds(t, table(t, sweepOf(f)), test.want)
		})
	}
}

// TestTableCutsNamesOnly proves that at the least width every word of verdict, fix, hint and message is there.
func TestTableCutsNamesOnly(t *testing.T) {
	words := func(name string) string { return strings.TrimSpace(strings.Repeat(name+" ", 60)) }
	src := sweepOf(fail("111122223333", "c", findings.High, "role/begin-"+strings.Repeat("x", 80)+"-end", words("message")))
	src.Rules = []findings.Rule{{ID: "c", Fix: words("fix")}}
	src.Run.Verdict = &findings.Verdict{Exit: 5, Text: words("verdict")}
	src.Run.Scope.Missing = []findings.CoverageReason{{Section: "delegations", Hint: words("hint")}}
	body := string(render(t, "table", src, report.Options{Width: 60})["report.txt"])
	holds(t, body, "verdict       exit 5; verdict verdict", "    role/begi...xxxx-end  ")
	for word, want := range map[string]int{"message": 60, "fix": 60, "hint": 60, "verdict": 61} {
		n := 0
		for w := range strings.FieldsSeq(body) {
			if w == word {
				n++
			}
		}
		if n != want {
			t.Errorf("%d times %q, want %d", n, word, want)
		}
	}
}

// TestTableColoursWhatIsUnknown proves that what could not be looked at stands out as much as a finding of severity high.
func TestTableColoursWhatIsUnknown(t *testing.T) {
	src := load(t, "sweep")
	body := string(render(t, "table", src, report.Options{Color: true})["report.txt"])
	for _, word := range []string{"HIGH", "UNKNOWN", "unreachable", "partial", "missing of the organization", "exit 5"} {
		holds(t, body, "\x1b[31m"+word+"\x1b[0m")
	}
}

func TestTableShowsAFixOnce(t *testing.T) {
	src := sweepOf(
		fail("111122223333", "c", findings.Critical, "user/a", "m"),
		fail("111122223333", "c", findings.Low, "user/b", "m"),
	)
	src.Rules = []findings.Rule{{ID: "c", Fix: "Delete it."}, {ID: "d", Fix: "Keep it."}}
	body := table(t, src)
	if strings.Count(body, "fix: Delete it.") != 1 || strings.Contains(body, "Keep it.") {
		t.Error(body)
	}
	holds(t, body, "user/b  111122223333  m\n    fix: see above, under CRITICAL\n")
}

func TestTableLeavesExceptionsOut(t *testing.T) {
	accepted := fail("111122223333", "c", findings.Critical, "user/a", "m")
	accepted.Exception = "until-june"
	body := table(t, sweepOf(accepted))
	holds(t, body, "FAIL  nothing, in what could be evaluated", "accepted as exceptions and not listed: 1")
}

// TestTableNamesExceptionsThatEnd puts what needs a person first: what has ended, and then what is about to.
func TestTableNamesExceptionsThatEnd(t *testing.T) {
	src := sweepOf()
	use := func(id string, state findings.ExceptionState, ending bool) findings.ExceptionUse {
		return findings.ExceptionUse{Exception: findings.Exception{ID: id, Owner: "erp", Expires: "2026-12-01"}, State: state, Ending: ending}
	}
	src.Run.Exceptions = []findings.ExceptionUse{
		use("EX-1", findings.ExceptionActive, false), use("EX-2", findings.ExceptionUnused, false),
		use("EX-3", findings.ExceptionActive, true), use("EX-4", findings.ExceptionUnused, true),
		use("EX-5", findings.ExceptionExpired, false),
	}
	body := table(t, src)
	at := -1
	for _, row := range []string{"EX-5 +expired ", "EX-3 +active, ends soon ", "EX-4 +unused, ends soon ", "EX-2 +unused ", "EX-1 +active "} {
		found := regexp.MustCompile(row).FindStringIndex(body)
		if found == nil || found[0] < at {
			t.Errorf("%q is not there, or not in order:\n%s", row, body)
			continue
		}
		at = found[0]
	}
}

// TestTableSaysWhyUnknown proves that every row has a reason in words where no call and answer are known.
func TestTableSaysWhyUnknown(t *testing.T) {
	covered := findings.CoverageReason{Cause: findings.NotCollected, Message: "no snapshot"}
	for name, test := range map[string]struct {
		reason  *findings.Reason
		message string
		want    string
	}{
		"call-and-answer": {&findings.Reason{Cause: findings.Denied, Action: "iam:A", Code: "AccessDenied"}, "m", "denied  iam:A AccessDenied  1  "},
		"no-answer":       {&findings.Reason{Cause: findings.Timeout, Action: "iam:A"}, "no answer within 30s", "timeout  iam:A: no answer within 30s  1  "},
		"no-call":         {&findings.Reason{Cause: findings.Cancelled}, "", "cancelled  the sweep was cancelled before  1  "},
		"own-words":       {&findings.Reason{Cause: findings.NotCollected}, "nothing could be read", "not-collected  nothing could be read  1  "},
		"nothing":         {nil, "", "error  no reason is recorded  1  "},
		"hostile":         {&findings.Reason{Cause: "c\x1b", Code: "\n"}, "\u202e", `c\x1b  \u202e  1  `},
	} {
		t.Run(name, func(t *testing.T) {
			f := fail("111122223333", "c", findings.Critical, "root", test.message)
			f.Status, f.Unknown = findings.Unknown, test.reason
			src := sweepOf(f)
			src.Run.Coverage = []findings.Coverage{{Account: "111122223333", State: findings.Partial, Reasons: []findings.CoverageReason{covered}}}
			body := table(t, src)
			holds(t, body, "UNKNOWN  could not be evaluated")
			flat := strings.Join(strings.Fields(body), " ")
			holds(t, flat, strings.Join(strings.Fields(test.want), " "))
		})
	}
}

func TestTableGroupsCoverage(t *testing.T) {
	src := sweepOf()
	for i := range 40 {
		id := fmt.Sprintf("%012d", i)
		src.Run.Coverage = append(src.Run.Coverage, findings.Coverage{
			Account: id, State: findings.Unreachable,
			Reasons: []findings.CoverageReason{{Action: "sts:AssumeRole", Code: "AccessDenied", Message: "denied", Hint: "create the role in " + id}},
		})
	}
	body := table(t, src)
	holds(t, body, "40 accounts: 0 complete, 0 partial, 40 unreachable, 0 skipped",
		"unreachable  40 accounts: 000000000000, 000000000001, 000000000002, 000000000003, 000000000004 and 35 more\n", "try: create the role in 000000000000")
	for i := range src.Run.Coverage {
		src.Run.Coverage[i].Reasons[0].Message = fmt.Sprint("denied ", i)
	}
	holds(t, table(t, src), "unreachable  and 28 accounts more: see run.json, or --format csv")
}

// TestTableKeepsHintsWhole proves that a policy in a hint can be copied: no line break inside it.
func TestTableKeepsHintsWhole(t *testing.T) {
	policy := `{"Statement":[` + strings.Repeat(`{"Effect":"Allow"},`, 30) + `]}`
	src := sweepOf()
	src.Run.Scope.Missing = []findings.CoverageReason{{Section: "delegations", Hint: "its trust policy needs " + policy + " at least"}}
	holds(t, table(t, src), "    try: its trust policy needs\n    "+policy+"\n    at least\n")
}

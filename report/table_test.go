package report_test

import (
	"fmt"
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

func TestTableSaysWhenMessagesDiffer(t *testing.T) {
	body := table(t, sweepOf(
		fail("111122223333", "old-key", findings.Low, "user/ci", "100 days old"),
		fail("222233334444", "old-key", findings.Low, "user/ci", "200 days old"),
	))
	holds(t, body, "user/ci  111122223333, 222233334444  e.g. 100 days old")
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
	holds(t, body, "LOW  100 findings of 20 checks", "and 3 more: see findings.jsonl", "and 85 findings of 17 checks more: see findings.jsonl")
	if lines := strings.Count(body, "\n"); lines > 50 {
		t.Errorf("%d lines", lines)
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
}

func TestTableLeavesExceptionsOut(t *testing.T) {
	accepted := fail("111122223333", "c", findings.Critical, "user/a", "m")
	accepted.Exception = "until-june"
	body := table(t, sweepOf(accepted))
	holds(t, body, "FAIL  nothing, in what could be evaluated", "accepted as exceptions and not listed: 1")
}

func TestTableUnknownWithoutReason(t *testing.T) {
	f := fail("111122223333", "c", findings.Critical, "root", "m")
	f.Status = findings.Unknown
	holds(t, table(t, sweepOf(f)), "UNKNOWN  could not be evaluated", "  error  -       -     1       111122223333")
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
		"unreachable  40 accounts: 000000000000, 000000000001, 000000000002, ...", "try: create the role in 000000000000")
	for i := range src.Run.Coverage {
		src.Run.Coverage[i].Reasons[0].Message = fmt.Sprint("denied ", i)
	}
	holds(t, table(t, src), "unreachable  and 28 accounts more: see run.json")
}

// TestTableKeepsHintsWhole proves that a policy in a hint can be copied: no line break inside it.
func TestTableKeepsHintsWhole(t *testing.T) {
	policy := `{"Statement":[` + strings.Repeat(`{"Effect":"Allow"},`, 30) + `]}`
	src := sweepOf()
	src.Run.Scope.Missing = []findings.CoverageReason{{Section: "delegations", Hint: "its trust policy needs " + policy + " at least"}}
	holds(t, table(t, src), "    try: its trust policy needs\n    "+policy+"\n    at least\n")
}

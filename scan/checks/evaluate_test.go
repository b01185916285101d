package checks_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/checks"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// accountInput is a whole account in an organization that knows its name.
func accountInput() checks.Input {
	a := &snapshot.Account{}
	completeAccount(a)
	org := &snapshot.Organization{Accounts: []snapshot.OrgAccount{
		{ID: fixtureAccount, Name: "shop", OU: "Root/Workloads", Owner: "team-shop"},
	}}
	completeOrganization(org, []*snapshot.Account{a})
	return checks.Input{Account: a, Organization: org, Params: checks.DefaultParams()}
}

func testCheck(id string, eval func(*checks.Pass)) *checks.Check {
	return &checks.Check{Rule: findings.Rule{ID: id, Title: "a " + id, Severity: findings.High}, Eval: eval}
}

func lines(list []findings.Finding) string {
	var b strings.Builder
	for _, f := range list {
		b.WriteString(render(f))
	}
	return b.String()
}

func TestEvaluateAnswersForEveryCheck(t *testing.T) {
	const root = "arn:aws:iam::111122223333:root"
	tests := map[string]struct {
		check checks.Check
		want  string
	}{
		"panic": {
			checks.Check{Eval: func(*checks.Pass) { panic("out of range") }},
			"UNKNOWN high 111122223333 " + root + " [] the check itself broke: out of range\n  unknown: error\n",
		},
		"panic-after-a-pass": {
			checks.Check{Eval: func(p *checks.Pass) { p.OK(""); panic("late") }},
			"UNKNOWN high 111122223333 " + root + " [] the check itself broke: late\n  unknown: error\n",
		},
		"silent": {
			checks.Check{Eval: func(*checks.Pass) {}},
			"UNKNOWN high 111122223333 " + root + " [] the check gave no answer\n  unknown: error\n",
		},
		"silent-without-a-subject": {
			checks.Check{NoSubject: "no IAM users", Eval: func(*checks.Pass) {}},
			"NOT_APPLICABLE high 111122223333 " + root + " [not-applicable] no IAM users\n",
		},
		"section-not-asked-for": {
			checks.Check{
				Needs: []snapshot.Section{snapshot.SectionSSHKeys},
				Eval:  func(p *checks.Pass) { p.OK("") },
			},
			"UNKNOWN high 111122223333 " + root + " [] the section was not asked for\n  unknown: not-collected\n",
		},
		"passes-are-counted-and-fails-listed": {
			checks.Check{Eval: func(p *checks.Pass) {
				p.OK("arn:c")
				p.Passed("arn:d", "second")
				p.Passed("arn:e", "first")
				p.Passed("arn:f", "first")
				p.NotApplicable("arn:g", "a service's own")
				p.Fail("arn:b", "lower %d", 1).At(findings.Low).Detail("key").Evidence("fact", "x")
				p.Manual("arn:a", "look")
			}},
			"MANUAL high 111122223333 arn:a [] look\n" +
				"NOT_APPLICABLE high 111122223333 " + root + " [not-applicable] (1) a service's own\n" +
				"PASS high 111122223333 " + root + " [pass] (4) first; second\n" +
				"FAIL low 111122223333 arn:b [key] lower 1\n  fact: x\n",
		},
		"one-resource-unknown": {
			checks.Check{Eval: func(p *checks.Pass) {
				p.OK("")
				p.Unknown("arn:a", snapshot.Reason{Cause: findings.Throttled, Action: "iam:X", Code: "Throttling"}, "not read")
			}},
			"UNKNOWN high 111122223333 arn:a [] not read\n  unknown: throttled iam:X Throttling\n" +
				"PASS high 111122223333 " + root + " [pass] (1)\n",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			test.check.Rule = findings.Rule{ID: "test-check", Title: "a test", Severity: findings.High}
			in := accountInput()
			in.Account.SSHKeysAsked = ""
			got, extracts := checks.Evaluate([]*checks.Check{&test.check}, in)
			if diff := cmp.Diff(test.want, lines(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if len(extracts) != 0 {
				t.Errorf("extracts of an account check: %v", extracts)
			}
		})
	}
}

func TestEvaluateStampsRuleAndAccount(t *testing.T) {
	got, _ := checks.Evaluate([]*checks.Check{testCheck("test-check", func(p *checks.Pass) { p.Fail("arn:a", "bad") })}, accountInput())
	want := findings.Finding{
		Check: "test-check", Title: "a test-check", Status: findings.Fail, Severity: findings.High, Account: fixtureAccount,
		AccountName: "shop", OU: "Root/Workloads", Owner: "team-shop", Resource: "arn:a", Message: "bad",
	}
	want.Identify("")
	if diff := cmp.Diff([]findings.Finding{want}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEvaluateOrdersAndIsolatesChecks(t *testing.T) {
	broken := testCheck("m-broken", func(*checks.Pass) { panic("bad") })
	selected := []*checks.Check{
		testCheck("z-last", func(p *checks.Pass) { p.OK("") }), broken,
		testCheck("a-first", func(p *checks.Pass) { p.Fail("arn:b", "b"); p.Fail("arn:a", "a") }),
	}
	got, _ := checks.Evaluate(selected, accountInput())
	var order []string
	for _, f := range got {
		order = append(order, f.Check+" "+f.Status.String()+" "+f.Message)
	}
	want := []string{"a-first FAIL a", "a-first FAIL b", "m-broken UNKNOWN the check itself broke: bad", "z-last PASS "}
	if diff := cmp.Diff(want, order); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	slices.Reverse(selected)
	again, _ := checks.Evaluate(selected, accountInput())
	if diff := cmp.Diff(got, again); diff != "" {
		t.Errorf("the order of the checks matters (-first +reversed):\n%s", diff)
	}
}

// TestEveryCheckIsUnknownWithoutASession is the first principle: what could not be looked at never passes. A check that does
// not speak of the account says so instead.
func TestEveryCheckIsUnknownWithoutASession(t *testing.T) {
	t.Run("member", func(t *testing.T) { unknownWithoutASession(t, accountInput()) })
	t.Run("management-with-everything-configured", func(t *testing.T) {
		in := accountInput()
		organization, params := *in.Organization, *in.Params
		organization.ManagementID = fixtureAccount
		params.BreakGlass = []checks.BreakGlass{{Account: fixtureAccount, Name: "break-glass"}}
		params.Assertions = []checks.Assertion{{Action: "iam:CreateUser"}}
		in.Organization, in.Params = &organization, &params
		unknownWithoutASession(t, in)
	})
}

func unknownWithoutASession(t *testing.T, in checks.Input) {
	t.Helper()
	reason := snapshot.Reason{Cause: findings.Denied, Action: "sts:AssumeRole", Code: "AccessDenied", Message: "refused"}
	in.Account = snapshot.Unreachable(fixtureAccount, "aws", reason)
	in.Account.AsOf = fixtureNow
	all := checks.All()
	got, extracts := checks.Evaluate(all, in)
	byCheck := map[string]int{}
	outside := map[string]bool{}
	for _, c := range all {
		outside[c.ID] = c.Scope != nil && c.Scope(in.Organization, in.Params, fixtureAccount) != ""
	}
	for _, f := range got {
		byCheck[f.Check]++
		if outside[f.Check] {
			if f.Status != findings.NotApplicable {
				t.Errorf("out of scope, but %s", render(f))
			}
			continue
		}
		if f.Status != findings.Unknown || f.Unknown == nil || f.Unknown.Action != "sts:AssumeRole" {
			t.Errorf("not an UNKNOWN that names sts:AssumeRole: %s", render(f))
		}
	}
	for _, c := range all {
		switch e, kept := extracts[c.ID]; {
		case c.Judge == nil && byCheck[c.ID] != 1:
			t.Errorf("%s gave %d findings, want 1", c.ID, byCheck[c.ID])
		case outside[c.ID] && kept:
			t.Errorf("%s kept %+v of an account that it does not speak of", c.ID, e)
		case outside[c.ID]:
		case c.OrgWide() && c.Extract != nil && (!kept || e.Missing == nil || *e.Missing != reason):
			t.Errorf("%s kept %+v of an account that was not read", c.ID, e)
		}
	}
}

// TestIdentities evaluates all checks together on each fixture's accounts: no two findings may share a fingerprint.
func TestIdentities(t *testing.T) {
	all := checks.All()
	for _, c := range all {
		a := loadArchive(t, c.ID)
		for _, name := range a.cases {
			in := a.load(t, name)
			seen := map[string]string{}
			for _, account := range in.accounts {
				found, _ := checks.Evaluate(all, checks.Input{Account: account, Organization: in.org, Params: in.params})
				for _, f := range found {
					if other, twice := seen[f.Fingerprint]; twice {
						t.Errorf("%s/%s: one fingerprint for\n%s%s: %s", c.ID, name, other, f.Check, render(f))
					}
					seen[f.Fingerprint] = f.Check + ": " + render(f)
				}
			}
		}
	}
}

package checks_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/checks"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const otherAccount = "444455556666"

// badAccounts fails the accounts whose extract is true and passes the others.
func badAccounts(p *checks.OrgPass) {
	for _, e := range p.Extracts {
		if e.Value.(bool) {
			p.Fail(e.Account, "arn:bad", "bad")
			continue
		}
		p.OK()
	}
}

func testOrganization() *snapshot.Organization {
	a, b := &snapshot.Account{}, &snapshot.Account{ID: otherAccount}
	completeAccount(a)
	completeAccount(b)
	org := &snapshot.Organization{}
	completeOrganization(org, []*snapshot.Account{a, b})
	return org
}

func read(account string, bad bool) checks.Extracted {
	return checks.Extracted{Account: account, Value: bad}
}

func unread(account string) checks.Extracted {
	r := snapshot.Reason{Cause: findings.Denied, Action: "sts:AssumeRole", Code: "AccessDenied", Message: "refused"}
	return checks.Extracted{Account: account, Missing: &r}
}

func TestJudge(t *testing.T) {
	const (
		home        = "999988887777 arn:aws:iam::999988887777:root"
		otherUnread = "UNKNOWN high 444455556666 arn:aws:iam::444455556666:root [] refused\n  unknown: denied sts:AssumeRole AccessDenied\n"
		firstUnread = "UNKNOWN high 111122223333 arn:aws:iam::111122223333:root [] refused\n  unknown: denied sts:AssumeRole AccessDenied\n"
		firstBad    = "FAIL high 111122223333 arn:bad [] bad\n"
	)
	tests := map[string]struct {
		judge    func(*checks.OrgPass)
		extracts []checks.Extracted
		want     string
	}{
		"all-good":             {badAccounts, []checks.Extracted{read(fixtureAccount, false), read(otherAccount, false)}, "PASS high " + home + " [pass] (2)\n"},
		"one-bad":              {badAccounts, []checks.Extracted{read(fixtureAccount, true), read(otherAccount, false)}, firstBad + "PASS high " + home + " [pass] (1)\n"},
		"unread-keeps-fails":   {badAccounts, []checks.Extracted{read(fixtureAccount, true), unread(otherAccount)}, firstBad + otherUnread},
		"unread-takes-passes":  {badAccounts, []checks.Extracted{read(fixtureAccount, false), unread(otherAccount)}, otherUnread},
		"each-unread-is-named": {badAccounts, []checks.Extracted{unread(otherAccount), unread(fixtureAccount)}, firstUnread + otherUnread},
		"no-account":           {badAccounts, nil, "UNKNOWN high " + home + " [] the check gave no answer\n  unknown: error\n"},
		"panic": {
			func(*checks.OrgPass) { panic("bad") },
			[]checks.Extracted{read(fixtureAccount, false), unread(otherAccount)},
			otherUnread + "UNKNOWN high " + home + " [] the check itself broke: bad\n  unknown: error\n",
		},
		"its-own-unknown-takes-passes": {
			func(p *checks.OrgPass) {
				p.OK()
				p.Unknown(otherAccount, "arn:a", snapshot.Reason{Cause: findings.Error, Action: "iam:X"}, "not told")
			},
			[]checks.Extracted{read(fixtureAccount, false)},
			"UNKNOWN high 444455556666 arn:a [] not told\n  unknown: error iam:X\n",
		},
		"account-passes-stay": {
			func(p *checks.OrgPass) { p.OKIn(fixtureAccount); p.NotApplicableIn(fixtureAccount, "no subject") },
			[]checks.Extracted{read(fixtureAccount, false), unread(otherAccount)},
			"NOT_APPLICABLE high 111122223333 arn:aws:iam::111122223333:root [not-applicable] (1) no subject\n" +
				"PASS high 111122223333 arn:aws:iam::111122223333:root [pass] (1)\n" + otherUnread,
		},
		"manual-and-not-applicable": {
			func(p *checks.OrgPass) { p.Manual(otherAccount, "arn:a", "ask"); p.NotApplicable("nothing there") },
			nil,
			"MANUAL high 444455556666 arn:a [] ask\nNOT_APPLICABLE high " + home + " [not-applicable] (1) nothing there\n",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := &checks.Check{Rule: findings.Rule{ID: "test-check", Severity: findings.High}, Judge: test.judge}
			for range 2 {
				got := judged(c, testOrganization(), checks.DefaultParams(), map[string][]checks.Extracted{c.ID: test.extracts})
				if diff := cmp.Diff(test.want, lines(got)); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				slices.Reverse(test.extracts)
			}
		})
	}
}

func TestJudgeWithoutAnOrganizationSection(t *testing.T) {
	org := testOrganization()
	missOrg(org, snapshot.SectionRootAccess, reasonFor(snapshot.SectionRootAccess))
	c := &checks.Check{
		Rule:     findings.Rule{ID: "test-check", Severity: findings.High},
		OrgNeeds: []snapshot.Section{snapshot.SectionRootAccess},
		Judge:    func(*checks.OrgPass) { t.Error("Judge was called") },
	}
	got := judged(c, org, checks.DefaultParams(), nil)
	oneUnknown(t, "without root-access", got, fixtureManagement, "", snapshot.SectionRootAccess)
}

// A check of the organization that is off in one account still sees it: a path through it concerns the others.
func TestExtractsOfAccountsWhereTheCheckIsOff(t *testing.T) {
	in := accountInput()
	in.Off = map[string]string{"a": "off here"}
	selected := []*checks.Check{{Rule: findings.Rule{ID: "a"}, Extract: func(p *checks.Pass) any { return p.Account.ID }, Judge: badAccounts}}
	found, got := checks.Evaluate(selected, in)
	if want := map[string]checks.Extracted{"a": {Account: fixtureAccount, Value: fixtureAccount}}; len(found) > 0 || !cmp.Equal(want, got) {
		t.Errorf("found %v, extracts %v, want %v", found, got, want)
	}
}

func TestExtractsAreKeptByCheck(t *testing.T) {
	in := accountInput()
	selected := []*checks.Check{
		{Rule: findings.Rule{ID: "a"}, Extract: func(p *checks.Pass) any { return p.Account.ID }, Judge: badAccounts},
		{Rule: findings.Rule{ID: "b"}, Extract: func(*checks.Pass) any { panic("bad") }, Judge: badAccounts},
		{Rule: findings.Rule{ID: "c"}, Judge: badAccounts},
		{
			Rule: findings.Rule{ID: "d"}, Needs: []snapshot.Section{snapshot.SectionSummary},
			Extract: func(*checks.Pass) any { t.Error("Extract was called"); return nil }, Judge: badAccounts,
		},
	}
	in.Account.Miss(snapshot.SectionSummary, reasonFor(snapshot.SectionSummary))
	found, got := checks.Evaluate(selected, in)
	summary := reasonFor(snapshot.SectionSummary)
	want := map[string]checks.Extracted{
		"a": {Account: fixtureAccount, Value: fixtureAccount},
		"b": {Account: fixtureAccount, Missing: &snapshot.Reason{Cause: findings.Error, Message: "the check itself broke: bad"}},
		"d": {Account: fixtureAccount, Missing: &summary},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(found) != 0 {
		t.Errorf("organization-wide checks gave findings before Judge: %s", lines(found))
	}
}

func TestJudgeSeesExtractsInAccountOrder(t *testing.T) {
	var seen []string
	c := &checks.Check{Rule: findings.Rule{ID: "test-check"}, Judge: func(p *checks.OrgPass) {
		for _, e := range p.Extracts {
			seen = append(seen, e.Account)
		}
	}}
	extracts := []checks.Extracted{read("444455556666", false), read("777788889999", false), read("000011112222", false)}
	judged(c, testOrganization(), checks.DefaultParams(), map[string][]checks.Extracted{c.ID: extracts})
	if diff := cmp.Diff([]string{"000011112222", "444455556666", "777788889999"}, seen); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// judged returns what one check says of the organization.
func judged(c *checks.Check, org *snapshot.Organization, params *checks.Params, extracts map[string][]checks.Extracted) []findings.Finding {
	var all []findings.Finding
	for _, found := range checks.Judge([]*checks.Check{c}, org, params, extracts) {
		all = append(all, found...)
	}
	return all
}

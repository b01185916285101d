package checks_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/checks"
	"github.com/orgscan/orgscan/scan/snapshot"
)

func accountSections() []snapshot.Section {
	return append(snapshot.Default(), snapshot.OptIn()...)
}

func reasonFor(s snapshot.Section) snapshot.Reason {
	return snapshot.Reason{Cause: findings.Denied, Action: "test:" + string(s), Code: "AccessDenied", Message: "denied"}
}

// needsAreRequired removes each needed section of each account: exactly one UNKNOWN for the check and that account, which
// names the call that was denied, and no PASS for it or for the organization as a whole.
func needsAreRequired(t testing.TB, c *checks.Check, a *archive) {
	for _, name := range a.cases {
		if a.load(t, name).lacks(c) {
			continue
		}
		for _, section := range c.Needs {
			for i := range a.load(t, name).accounts {
				in := a.load(t, name)
				if !in.inScope(c, i) {
					continue
				}
				in.accounts[i].Miss(section, reasonFor(section))
				oneUnknown(t, fmt.Sprintf("%s without %s", name, section), in.run(c), in.accounts[i].ID, in.org.ManagementID, section)
			}
		}
		for _, section := range c.OrgNeeds {
			in := a.load(t, name)
			if !c.OrgWide() && !in.inScope(c, 0) {
				continue
			}
			missOrg(in.org, section, reasonFor(section))
			account := in.accounts[0].ID
			if c.OrgWide() {
				account = in.org.ManagementID
			}
			oneUnknown(t, fmt.Sprintf("%s without the organization's %s", name, section), in.run(c), account, in.org.ManagementID, section)
		}
	}
}

// inScope reports whether the check speaks of the i-th account of the case.
func (in *input) inScope(c *checks.Check, i int) bool {
	return c.Scope == nil || c.Scope(in.org, in.params, in.accounts[i].ID) == ""
}

// oneUnknown looks for the one UNKNOWN of the account, and for a PASS of the account or of the organization as a whole.
func oneUnknown(t testing.TB, when string, got []findings.Finding, account, management string, section snapshot.Section) {
	t.Helper()
	unknown := 0
	for _, f := range got {
		switch {
		case f.Status == findings.Pass && (f.Account == account || f.Account == management):
			t.Errorf("%s: a PASS: %s", when, render(f))
		case f.Status == findings.Unknown && f.Account == account && f.Unknown != nil && f.Unknown.Action == "test:"+string(section):
			unknown++
		case f.Status == findings.Unknown && f.Account == account:
			t.Errorf("%s: another UNKNOWN: %s", when, render(f))
		}
	}
	if unknown != 1 {
		t.Errorf("%s: %d findings are UNKNOWN for account %s and test:%s, want 1", when, unknown, account, section)
	}
}

// nothingElseIsRead removes each section that the check did not ask for.
func nothingElseIsRead(t testing.TB, c *checks.Check, a *archive) {
	if exemptions[c.ID].readsMissing {
		return
	}
	for _, name := range a.cases {
		want := a.load(t, name).output(c)
		for _, section := range accountSections() {
			if slices.Contains(c.Needs, section) || slices.Contains(c.Uses, section) {
				continue
			}
			in := a.load(t, name)
			for _, account := range in.accounts {
				account.Miss(section, reasonFor(section))
			}
			if diff := cmp.Diff(want, in.output(c)); diff != "" {
				t.Errorf("%s: reads %s without needing it (-want +got):\n%s", name, section, diff)
			}
		}
		for section := range orgCleaners {
			if slices.Contains(c.OrgNeeds, section) || slices.Contains(c.OrgUses, section) {
				continue
			}
			in := a.load(t, name)
			missOrg(in.org, section, reasonFor(section))
			if diff := cmp.Diff(want, in.output(c)); diff != "" {
				t.Errorf("%s: reads the organization's %s without needing it (-want +got):\n%s", name, section, diff)
			}
		}
	}
}

// usesOnlyTakeAway removes each section that only takes findings away: every FAIL stays, no milder than before, and nothing
// becomes UNKNOWN.
func usesOnlyTakeAway(t testing.TB, c *checks.Check, a *archive) {
	for _, name := range a.cases {
		before := a.load(t, name).run(c)
		for _, section := range c.OrgUses {
			in := a.load(t, name)
			missOrg(in.org, section, reasonFor(section))
			after := in.run(c)
			for _, f := range before {
				if f.Status == findings.Fail && !slices.ContainsFunc(after, func(g findings.Finding) bool {
					return g.Fingerprint == f.Fingerprint && g.Status == findings.Fail && g.Severity >= f.Severity
				}) {
					t.Errorf("%s without the organization's %s: vanished or milder: %s", name, section, render(f))
				}
			}
			for _, g := range after {
				if g.Status == findings.Unknown && !slices.ContainsFunc(before, func(f findings.Finding) bool { return f.Fingerprint == g.Fingerprint }) {
					t.Errorf("%s without the organization's %s: %s", name, section, render(g))
				}
			}
		}
	}
}

// usesOnlyAdd removes each section that only adds to what is said: the findings stay the same, and some case says less.
func usesOnlyAdd(t testing.TB, c *checks.Check, a *archive) {
	for _, section := range c.Uses {
		miss := func(in *input) {
			for _, account := range in.accounts {
				account.Miss(section, reasonFor(section))
			}
		}
		for _, name := range a.cases {
			in := a.load(t, name)
			miss(in)
			if diff := cmp.Diff(essence(a.load(t, name).run(c)), essence(in.run(c))); diff != "" {
				t.Errorf("%s without %s (-want +got):\n%s", name, section, diff)
			}
		}
		if !someCaseNotices(t, c, a, miss) {
			t.Errorf("uses %s, but removing it changes no case", section)
		}
	}
}

// essence is what of findings must not depend on a section that only adds to them.
func essence(list []findings.Finding) []string {
	var out []string
	for _, f := range list {
		out = append(out, fmt.Sprint(f.Fingerprint, f.Group, f.Status, f.Severity, f.Count, f.Unknown))
	}
	return out
}

// needsMatter empties each needed section: some case must notice, or the need costs an UNKNOWN for nothing.
func needsMatter(t testing.TB, c *checks.Check, a *archive) {
	for _, section := range c.Needs {
		if !someCaseNotices(t, c, a, func(in *input) {
			for _, account := range in.accounts {
				account.Clear(section)
			}
		}) {
			t.Errorf("needs %s, but emptying it changes no case", section)
		}
	}
	for _, section := range slices.Concat(c.OrgNeeds, c.OrgUses) {
		if !someCaseNotices(t, c, a, func(in *input) { orgCleaners[section](in.org) }) {
			t.Errorf("needs the organization's %s, but emptying it changes no case", section)
		}
	}
}

func someCaseNotices(t testing.TB, c *checks.Check, a *archive, change func(*input)) bool {
	t.Helper()
	return slices.ContainsFunc(a.cases, func(name string) bool {
		in := a.load(t, name)
		change(in)
		return in.output(c) != a.load(t, name).output(c)
	})
}

// orderIsIrrelevant runs each case twice and with every list reversed and shuffled.
func orderIsIrrelevant(t testing.TB, c *checks.Check, a *archive) {
	for _, name := range a.cases {
		in := a.load(t, name)
		want := in.output(c)
		if diff := cmp.Diff(want, in.output(c)); diff != "" {
			t.Errorf("%s: a second run differs (-first +second):\n%s", name, diff)
		}
		for seed := range uint64(4) {
			in := a.load(t, name)
			in.shuffle(rand.New(rand.NewPCG(seed, 1)))
			if diff := cmp.Diff(want, in.output(c)); diff != "" {
				t.Errorf("%s: shuffled input (seed %d) changes the output (-want +got):\n%s", name, seed, diff)
			}
		}
	}
}

func inputIsUnchanged(t testing.TB, c *checks.Check, a *archive) {
	for _, name := range a.cases {
		in := a.load(t, name)
		in.run(c)
		untouched := a.load(t, name)
		for i, account := range in.accounts {
			if diff := cmp.Diff(untouched.accounts[i], account); diff != "" {
				t.Errorf("%s: the check changed the snapshot (-before +after):\n%s", name, diff)
			}
		}
		if diff := cmp.Diff(untouched.org, in.org); diff != "" {
			t.Errorf("%s: the check changed the organization (-before +after):\n%s", name, diff)
		}
		if diff := cmp.Diff(untouched.params, in.params); diff != "" {
			t.Errorf("%s: the check changed the parameters (-before +after):\n%s", name, diff)
		}
	}
}

func fingerprintsDiffer(t testing.TB, c *checks.Check, a *archive) {
	for _, name := range a.cases {
		seen := map[string]findings.Finding{}
		for _, f := range a.load(t, name).run(c) {
			if other, ok := seen[f.Fingerprint]; ok {
				t.Errorf("%s: one fingerprint for two findings:\n%s%s", name, render(other), render(f))
			}
			seen[f.Fingerprint] = f
		}
	}
}

package scan_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/org"
	"github.com/orgscan/orgscan/scan"
	"github.com/orgscan/orgscan/scan/checks"
	"github.com/orgscan/orgscan/scan/collect"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// test is one check in one account.
type test struct{ account, check string }

// grouped are the findings of a run by test.
func grouped(t *testing.T, d *scan.Directory) map[test][]findings.Finding {
	t.Helper()
	out := map[test][]findings.Finding{}
	for _, f := range all(t, d) {
		key := test{f.Account, f.Check}
		out[key] = append(out[key], f)
	}
	return out
}

func has(list []findings.Finding, s findings.Status) bool {
	return slices.ContainsFunc(list, func(f findings.Finding) bool { return f.Status == s })
}

// fully is the fully planted organization, with the managed policies' documents left out of the bulk answer so that every
// declared action is called. The check that compares accounts is left out: what cannot be read of one account moves the
// majority that the others are held against, and its fixture shows what becomes of the account itself.
func fully(t *testing.T, faults ...fixtures.Fault) *world {
	t.Helper()
	o, _ := fixtures.FullyPlanted()
	return &world{
		simulated: simulate(t, o, fixtures.WithoutManagedDetails(), fixtures.WithFaults(faults...)),
		selection: scan.Selection{
			All: true, Skip: []string{"xacct-outlier-account"}, With: []string{string(snapshot.SectionLoadBalancers)},
		},
	}
}

// TestDeniedCallMatrix denies each action of the audit role in turn, in every account. A finding may become UNKNOWN naming
// the action; it may never become PASS or vanish.
func TestDeniedCallMatrix(t *testing.T) {
	whole := fully(t)
	before := grouped(t, whole.virtual(t))
	for _, action := range whole.plan(t).Actions {
		t.Run(action[strings.Index(action, ":")+1:], func(t *testing.T) {
			w := fully(t, fixtures.Fault{Action: action, From: 1, Kind: fixtures.Deny})
			after := grouped(t, w.virtual(t))
			unknown := newTests(t, before, after, action)
			for key, old := range before {
				unknown += compareTests(t, key, old, after[key], action)
			}
			if unknown == 0 {
				t.Errorf("denying %s changed nothing: is it needed?", action)
			}
		})
	}
}

// newTests wants every test of before in after. A test that is new is one of the organization that had nothing to say of an
// account and now says that it could not look there; it returns how many are.
func newTests(t *testing.T, before, after map[test][]findings.Finding, action string) int {
	t.Helper()
	for key := range before {
		if after[key] == nil {
			t.Errorf("%v vanished", key)
		}
	}
	fresh := 0
	for key, list := range after {
		if before[key] != nil {
			continue
		}
		fresh += compareTests(t, key, nil, list, action)
		if !organizationWide(key.check) || len(list) != 1 {
			t.Errorf("%v is new: %v", key, list)
		}
	}
	return fresh
}

// compareTests holds one test after a denial against the one before and returns 1 when it became UNKNOWN.
func compareTests(t *testing.T, key test, before, after []findings.Finding, action string) int {
	t.Helper()
	if has(before, findings.Fail) && !has(after, findings.Fail) && !has(after, findings.Unknown) {
		t.Errorf("%v: FAIL became %v", key, after)
	}
	fresh := freshUnknowns(before, after)
	if len(fresh) == 0 {
		if diff := gocmp.Diff(withoutCauses(before), withoutCauses(after), withoutServing()); diff != "" {
			t.Errorf("%v changed without an UNKNOWN (-before +after):\n%s", key, diff)
		}
		return 0
	}
	for _, f := range fresh {
		if f.Unknown.Action != action || f.Unknown.Cause != findings.Denied {
			t.Errorf("%v: UNKNOWN names %+v, denied was %s", key, *f.Unknown, action)
		}
	}
	for _, old := range before {
		kept := slices.ContainsFunc(after, func(f findings.Finding) bool { return f.Fingerprint == old.Fingerprint })
		whole := slices.ContainsFunc(after, func(f findings.Finding) bool {
			return f.Status == findings.Unknown && f.Resource == "arn:aws:iam::"+key.account+":root" && len(after) == 1
		})
		// What is asked for user by user hides the details of one user alone.
		user := strings.Contains(old.Resource, ":user/") && slices.ContainsFunc(fresh, func(f findings.Finding) bool {
			return f.Resource == old.Resource && f.Detail == ""
		})
		if old.Status == findings.Fail && !kept && !whole && !user {
			t.Errorf("%v: the finding %s %s vanished", key, old.Resource, old.Detail)
		}
	}
	return 1
}

// withoutCauses leaves out what causes the findings: a cause that became UNKNOWN is no longer named.
func withoutCauses(list []findings.Finding) []findings.Finding {
	out := slices.Clone(list)
	for i := range out {
		var kept []findings.Evidence
		for _, e := range out[i].Evidence {
			if e.Name != findings.CausedBy {
				kept = append(kept, e)
			}
		}
		out[i].Evidence = kept
	}
	return out
}

// withoutServing leaves out what load balancers add to findings about certificates: they say less when it is not known.
func withoutServing() gocmp.Option {
	return gocmp.Transformer("serving", func(list []findings.Evidence) map[string]string {
		facts := map[string]string{}
		for _, e := range list {
			if e.Name != "served by" {
				facts[e.Name] = e.Value
			}
		}
		return facts
	})
}

// freshUnknowns are the UNKNOWN lines that were not there before.
func freshUnknowns(before, after []findings.Finding) []findings.Finding {
	return slices.DeleteFunc(slices.Clone(after), func(f findings.Finding) bool {
		return f.Status != findings.Unknown || slices.ContainsFunc(before, func(old findings.Finding) bool {
			return old.Fingerprint == f.Fingerprint && old.Status == findings.Unknown
		})
	})
}

// TestThrottledMatrix throttles each action thirty times in a row in every account: nothing may be lost.
func TestThrottledMatrix(t *testing.T) {
	whole := fully(t)
	want := whole.virtual(t)
	for _, action := range append(whole.plan(t).Actions, "sts:AssumeRole") {
		t.Run(action[strings.Index(action, ":")+1:], func(t *testing.T) {
			w := fully(t, fixtures.Fault{Action: action, From: 1, To: 30, Kind: fixtures.Throttle})
			w.limits = assume.DefaultLimits()
			if diff := gocmp.Diff(all(t, want), all(t, w.virtual(t))); diff != "" {
				t.Errorf("findings (-calm +throttled):\n%s", diff)
			}
		})
	}
}

// TestEverythingDenied proves that no answer reads as a clean one.
func TestEverythingDenied(t *testing.T) {
	for name, action := range map[string]string{"iam": "iam:*", "assume-role": "sts:AssumeRole"} {
		t.Run(name, func(t *testing.T) {
			w := fully(t)
			faults := []fixtures.Fault{{Action: action, From: 1, Kind: fixtures.Deny}}
			if action == "iam:*" {
				faults = nil
				for _, a := range w.plan(t).Actions {
					faults = append(faults, fixtures.Fault{Action: a, From: 1, Kind: fixtures.Deny})
				}
			}
			w.simulated.AddFaults(faults...)
			for _, f := range all(t, w.virtual(t)) {
				if ofOrganization(f.Check) {
					continue
				}
				management := f.Account == "100200300400" && action == "sts:AssumeRole"
				if f.Status == findings.Pass && !management {
					t.Errorf("PASS although everything was denied: %s %s %q", f.Account, f.Check, f.Message)
				}
			}
		})
	}
}

// ofOrganization reports whether a check judges what the caller read of the organization, and nothing of an account.
func ofOrganization(id string) bool {
	return slices.ContainsFunc(checks.All(), func(c *checks.Check) bool {
		return c.ID == id && len(c.Needs) == 0 && c.OrgWide()
	})
}

// organizationWide reports whether a check judges the organization: what it finds without the account stays.
func organizationWide(id string) bool {
	return slices.ContainsFunc(checks.All(), func(c *checks.Check) bool { return c.ID == id && c.OrgWide() })
}

// inScope reports whether the check of a finding speaks of its account in generated organizations.
func inScope(f findings.Finding) bool {
	i := slices.IndexFunc(checks.All(), func(c *checks.Check) bool { return c.ID == f.Check })
	return speaksOf(checks.All()[i], &fixtures.Organization{ID: "o-generated01", ManagementID: "100200300400"}, f.Account)
}

// TestLeastPrivilege proves that a sweep calls exactly what the generated policies allow, in the fully planted
// organization: the matrix above proves that none of it can be left out.
func TestLeastPrivilege(t *testing.T) {
	w := fully(t)
	plan := w.plan(t)
	w.virtual(t)
	called := map[string]bool{}
	for _, action := range org.ExtraActions(plan.OrgSections) {
		// The management account is the caller's own, which reads the organization with other actions too.
		if w.simulated.Calls("100200300400")[action] > 0 {
			called[action] = true
		}
	}
	for _, a := range mustOrganization(t, w).Accounts {
		if a.ID == "100200300400" {
			continue
		}
		for action := range w.simulated.Calls(a.ID) {
			if action != "sts:AssumeRole" && action != "sts:GetCallerIdentity" {
				called[action] = true
			}
		}
	}
	if diff := gocmp.Diff(plan.Actions, slices.Sorted(maps.Keys(called))); diff != "" {
		t.Errorf("actions (-allowed +called):\n%s", diff)
	}
	policy, err := assume.SessionPolicy(plan.Actions)
	if err != nil || len(policy) > 2048 {
		t.Errorf("session policy of %d characters: %v", len(policy), err)
	}
}

func mustOrganization(t *testing.T, w *world) *snapshot.Organization {
	t.Helper()
	o, _ := w.load(t)
	return o
}

// TestCallBudget counts the requests for the account of 670 entities that a per-resource tool asks 4,201 times about.
func TestCallBudget(t *testing.T) {
	w := &world{simulated: simulate(t, fixtures.Sized(100, 400, 20, 150))}
	d := w.virtual(t)
	r, err := d.ReadRun()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range r.Coverage {
		total := 0
		for _, n := range c.Calls {
			total += n
		}
		if c.State != findings.Complete || total == 0 || total > 25 {
			t.Errorf("account %s: %s with %d calls, want complete with at most 25: %v", c.Account, c.State, total, c.Calls)
		}
	}
}

// TestActionsOfSections keeps the plan's actions and the collectors' declarations the same thing.
func TestActionsOfSections(t *testing.T) {
	plan := fully(t).plan(t)
	declared := slices.Compact(slices.Sorted(slices.Values(slices.Concat(collect.Actions(plan.Sections), org.ExtraActions(plan.OrgSections)))))
	if diff := gocmp.Diff(declared, plan.Actions); diff != "" {
		t.Errorf("actions (-declared +planned):\n%s", diff)
	}
}

package org_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/org"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// sectionOf names the section that each action fills. ListAccounts is not among them: without it there is no load.
var sectionOf = map[string]snapshot.Section{
	"iam:ListOrganizationsFeatures":                     snapshot.SectionRootAccess,
	"organizations:DescribeOrganization":                snapshot.SectionOrganization,
	"organizations:DescribePolicy":                      snapshot.SectionPolicies,
	"organizations:DescribeResourcePolicy":              snapshot.SectionResourcePolicy,
	"organizations:ListAWSServiceAccessForOrganization": snapshot.SectionTrustedAccess,
	"organizations:ListAccountsForParent":               snapshot.SectionOUs,
	"organizations:ListDelegatedAdministrators":         snapshot.SectionDelegations,
	"organizations:ListDelegatedServicesForAccount":     snapshot.SectionDelegations,
	"organizations:ListOrganizationalUnitsForParent":    snapshot.SectionOUs,
	"organizations:ListPolicies":                        snapshot.SectionPolicies,
	"organizations:ListRoots":                           snapshot.SectionOUs,
	"organizations:ListTagsForResource":                 snapshot.SectionTags,
	"organizations:ListTargetsForPolicy":                snapshot.SectionPolicies,
}

// lastCall lets an action succeed before it fails, where it is called more than once.
var lastCall = map[string]int{
	"organizations:ListPolicies": 2, "organizations:DescribePolicy": 2, "organizations:ListTargetsForPolicy": 3,
	"organizations:ListOrganizationalUnitsForParent": 3, "organizations:ListTagsForResource": 4,
	"organizations:ListDelegatedServicesForAccount": 2, "organizations:ListAWSServiceAccessForOrganization": 2,
}

// cleared returns the organization without a section's data, as a load without it must return it.
func cleared(o *snapshot.Organization, section snapshot.Section) *snapshot.Organization {
	switch section { //nolint:exhaustive // the organization's sections alone
	case snapshot.SectionRootAccess:
		o.RootAccess = nil
	case snapshot.SectionOrganization:
		o.ARN, o.FeatureSet = "", ""
	case snapshot.SectionPolicies:
		o.Policies = nil
	case snapshot.SectionResourcePolicy:
		o.ResourcePolicy = ""
	case snapshot.SectionTrustedAccess:
		o.TrustedAccess = nil
	case snapshot.SectionDelegations:
		o.Delegations = nil
	case snapshot.SectionOUs:
		o.OUs, o.RootID, o.PolicyTypes = nil, "", nil
	case snapshot.SectionTags:
		for i := range o.Accounts {
			o.Accounts[i].Tags = nil
		}
	}
	return o
}

// Each action that is denied, at the first call or at a later one, costs exactly its own section.
func TestDeniedActionsCostTheirSection(t *testing.T) {
	for _, action := range org.Actions(true) {
		if action == "organizations:ListAccounts" {
			continue
		}
		t.Run(action, func(t *testing.T) {
			server := serve(t, without(world(), member), fixtures.WithPageSize(1),
				fixtures.WithFaults(fixtures.Fault{Action: action, From: lastCall[action], Kind: fixtures.Deny}))
			got := load(t.Context(), t, server)
			section := sectionOf[action]
			if len(server.UnusedFaults()) > 0 {
				t.Fatal("the action was never called")
			}
			if reason, ok := got.Lacks(section); !ok || reason.Cause != findings.Denied || reason.Action != action || reason.Code == "" {
				t.Errorf("missing %v, want %s denied for %s", got.Missing, section, action)
			}
			want := cleared(load(t.Context(), t, serve(t, world())), section)
			want.Missing = map[snapshot.Section]snapshot.Reason{section: got.Missing[section]}
			forgetPlaces(section, want, got)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("everything else (-want +got):\n%s", diff)
			}
		})
	}
}

// forgetPlaces drops what a missing tree says about accounts: names become ids, and one account had no path.
func forgetPlaces(section snapshot.Section, all ...*snapshot.Organization) {
	if section != snapshot.SectionOUs {
		return
	}
	for _, o := range all {
		for i := range o.Accounts {
			o.Accounts[i].OU = ""
			if o.Accounts[i].ID == member {
				o.Accounts[i].Parents = nil
			}
		}
	}
}

func TestOUNamesFallBackToIDs(t *testing.T) {
	server := serve(t, world(), fixtures.WithFaults(fixtures.Fault{Action: "organizations:ListRoots", Kind: fixtures.Deny}))
	got := load(t.Context(), t, server).Account(member)
	if want := "r-test/ou-test-workload/ou-test-wlprod01/ou-test-deepest1"; got.OU != want || len(got.Parents) != 4 {
		t.Errorf("OU %q with parents %v, want %q", got.OU, got.Parents, want)
	}
}

func TestLoadErrors(t *testing.T) {
	list := func(kind fixtures.FaultKind) []fixtures.Fault {
		return []fixtures.Fault{{Action: "organizations:ListAccounts", Kind: kind}}
	}
	cases := map[string]struct {
		account string
		faults  []fixtures.Fault
		cause   findings.Cause
		hint    string
	}{
		"plain-member": {member, nil, findings.Denied, "--accounts-file"},
		"denied":       {management, list(fixtures.Deny), findings.Denied, "delegated administrator"},
		"throttled":    {management, list(fixtures.Throttle), findings.Throttled, "--accounts-file"},
		"hang":         {management, list(fixtures.Hang), findings.Timeout, "run again later"},
		"expired":      {management, list(fixtures.ExpiredToken), findings.Error, "aws sso login"},
		"html":         {management, list(fixtures.WrongType), findings.Error, "--self"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := contextFor(t, 10*time.Minute)
				defer cancel()
				got, err := org.Load(ctx, from(serve(t, world(), fixtures.WithFaults(c.faults...)), c.account), options())
				var failure *org.LoadError
				if got != nil || !errors.As(err, &failure) {
					t.Fatalf("organization %v, error %v; want a LoadError alone", got, err)
				}
				if failure.Reason.Cause != c.cause || failure.Reason.Action != "organizations:ListAccounts" || !strings.Contains(failure.Hint(), c.hint) {
					t.Errorf("reason %+v with hint %q, want %s and %q", failure.Reason, failure.Hint(), c.cause, c.hint)
				}
				if strings.Contains(failure.Error(), "RequestID") || strings.Contains(failure.Error(), secret) {
					t.Errorf("error %q is not a fixed phrase", failure)
				}
			})
		})
	}
}

func TestNotInAnOrganization(t *testing.T) {
	o := world()
	o.Credentials = append(o.Credentials, fixtures.Credential{
		AccessKeyID: "AKIATEST121212121212", Secret: secret, Account: "121212121212", ARN: "arn:aws:iam::121212121212:user/ci-runner",
		Policies: []string{anything},
	})
	_, err := org.Load(t.Context(), from(serve(t, o), "121212121212"), options())
	var failure *org.LoadError
	if !errors.As(err, &failure) || !failure.NotInOrganization() || !strings.Contains(failure.Hint(), "--self") {
		t.Errorf("error %v, want one that says that the account is in no organization", err)
	}
}

func TestRootAccessThatIsOffIsAnAnswer(t *testing.T) {
	for name, off := range map[string]func(*fixtures.Organization){
		"untrusted":    func(o *fixtures.Organization) { o.RootAccessOff = true },
		"billing-only": func(o *fixtures.Organization) { o.FeatureSet = "CONSOLIDATED_BILLING" },
	} {
		t.Run(name, func(t *testing.T) {
			o := world()
			off(o)
			got := load(t.Context(), t, serve(t, o))
			if _, missing := got.Lacks(snapshot.SectionRootAccess); missing || len(got.RootAccess) != 0 {
				t.Errorf("root access %v, missing %v; want none and nothing missing", got.RootAccess, got.Missing)
			}
		})
	}
}

func TestResourcePolicy(t *testing.T) {
	o := world()
	o.ResourcePolicy = denySCP
	if got := load(t.Context(), t, serve(t, o)); got.ResourcePolicy != denySCP {
		t.Errorf("resource policy %q, missing %v", got.ResourcePolicy, got.Missing)
	}
}

func TestTagsThatWereNotAskedFor(t *testing.T) {
	server := serve(t, world())
	opts := options()
	opts.Tags = false
	got, err := org.Load(t.Context(), from(server, management), opts)
	if err != nil {
		t.Fatal(err)
	}
	if reason, ok := got.Lacks(snapshot.SectionTags); !ok || reason.Cause != findings.NotCollected {
		t.Errorf("tags missing for %+v, want not-collected", reason)
	}
	if n := server.Calls(management)["organizations:ListTagsForResource"]; n != 0 {
		t.Errorf("%d calls for tags", n)
	}
}

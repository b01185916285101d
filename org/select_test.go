package org_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/org"
	"github.com/orgscan/orgscan/scan/snapshot"
)

func TestSelect(t *testing.T) {
	const legacy, silent = "666677778888", "777788889999"
	everyone := []string{management, delegated, member, legacy, silent}
	cases := map[string]struct {
		filter org.Filter
		want   []string
	}{
		"everything-that-is-active-or-unknown": {org.Filter{}, everyone},
		"account-by-id":                        {org.Filter{Accounts: []string{member}}, []string{member}},
		"account-by-name":                      {org.Filter{Accounts: []string{"payments", "legacy"}}, []string{member, legacy}},
		"ou-by-id":                             {org.Filter{OUs: []string{"ou-test-wlprod01"}}, []string{member}},
		"ou-by-path":                           {org.Filter{OUs: []string{"Root/Workloads"}}, []string{member}},
		"ou-by-name":                           {org.Filter{OUs: []string{"Security"}}, []string{delegated}},
		"root-by-name":                         {org.Filter{OUs: []string{"Root"}}, everyone},
		"root-by-id":                           {org.Filter{OUs: []string{"r-test"}}, everyone},
		"account-or-ou":                        {org.Filter{Accounts: []string{"legacy"}, OUs: []string{"Workloads"}}, []string{member, legacy}},
		"tag-with-value":                       {org.Filter{Tags: []string{"team=payments"}}, []string{member}},
		"tag-of-any-value":                     {org.Filter{Tags: []string{"managed"}}, everyone},
		"tags-narrow":                          {org.Filter{OUs: []string{"Root"}, Tags: []string{"team=payments", "team=legacy"}}, []string{member, legacy}},
		"exclude-account":                      {org.Filter{ExcludeAccounts: []string{"payments", management}}, []string{delegated, legacy, silent}},
		"exclude-ou":                           {org.Filter{ExcludeOUs: []string{"Root/Workloads"}}, []string{management, delegated, legacy, silent}},
		"exclude-tag":                          {org.Filter{ExcludeTags: []string{"team=silent"}}, []string{management, delegated, member, legacy}},
		"exclusion-wins":                       {org.Filter{Accounts: []string{member, legacy}, ExcludeOUs: []string{"Workloads"}}, []string{legacy}},
	}
	o := load(t.Context(), t, serve(t, world()))
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if err := org.Select(o, c.filter); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, selected(o)); diff != "" {
				t.Errorf("selected (-want +got):\n%s", diff)
			}
		})
	}
}

func selected(o *snapshot.Organization) []string {
	var ids []string
	for _, a := range o.Accounts {
		if a.Skip == "" {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

func TestSkipSaysWhy(t *testing.T) {
	o := load(t.Context(), t, serve(t, world()))
	if err := org.Select(o, org.Filter{OUs: []string{"Root"}, ExcludeAccounts: []string{"legacy"}}); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, a := range o.Accounts {
		if a.Skip != "" {
			got[a.ID] = a.Skip
		}
	}
	want := map[string]string{
		"444455556666": "account is SUSPENDED", "555566667777": "account is PENDING_CLOSURE", "666677778888": "excluded",
		"888899990000": "account is CLOSED", "999900001111": "account is PENDING_ACTIVATION",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("skipped (-want +got):\n%s", diff)
	}
	if err := org.Select(o, org.Filter{Accounts: []string{member}}); err != nil {
		t.Fatal(err)
	}
	if got := o.Account(management).Skip; got != "not selected" {
		t.Errorf("skip %q, want not selected", got)
	}
}

func TestUnknownNames(t *testing.T) {
	cases := map[string]struct {
		filter org.Filter
		kind   string
		hint   string
	}{
		"account":         {org.Filter{Accounts: []string{"paymets"}}, "account", `did you mean "payments"?`},
		"account-id":      {org.Filter{Accounts: []string{"333344445556"}}, "account", `"333344445555"`},
		"nothing-near":    {org.Filter{Accounts: []string{"zzzzzzzzzzzz"}}, "account", "orgscan accounts"},
		"ou":              {org.Filter{OUs: []string{"workloads"}}, "organizational unit", `"Workloads"`},
		"ou-path":         {org.Filter{OUs: []string{"Root/Workload"}}, "organizational unit", `"Root/Workloads"`},
		"tag":             {org.Filter{Tags: []string{"team=payment"}}, "tag", `"team=payments"`},
		"exclude-account": {org.Filter{ExcludeAccounts: []string{"paymets"}}, "account", "payments"},
		"exclude-ou":      {org.Filter{ExcludeOUs: []string{"Sandboxes"}}, "organizational unit", ""},
		"exclude-tag":     {org.Filter{ExcludeTags: []string{"teams"}}, "tag", ""},
		"empty-name":      {org.Filter{Accounts: []string{""}}, "account", ""},
	}
	o := load(t.Context(), t, serve(t, world()))
	if err := org.Select(o, org.Filter{Accounts: []string{member}}); err != nil {
		t.Fatal(err)
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var unknown *org.UnknownError
			if err := org.Select(o, c.filter); !errors.As(err, &unknown) || unknown.Kind != c.kind {
				t.Fatalf("error %v, want an unknown %s", err, c.kind)
			}
			if !strings.Contains(unknown.Hint(), c.hint) {
				t.Errorf("hint %q does not say %q", unknown.Hint(), c.hint)
			}
			if diff := cmp.Diff([]string{member}, selected(o)); diff != "" {
				t.Errorf("the selection changed (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSelectionsThatAreRefused(t *testing.T) {
	missing := func(sections ...snapshot.Section) func(*snapshot.Organization) {
		return func(o *snapshot.Organization) {
			o.Missing = map[snapshot.Section]snapshot.Reason{}
			for _, s := range sections {
				o.Missing[s] = snapshot.Reason{Cause: findings.Denied}
			}
		}
	}
	cases := map[string]struct {
		change func(*snapshot.Organization)
		filter org.Filter
		want   string
	}{
		"ambiguous-account":   {missing(), org.Filter{Accounts: []string{"twin"}}, "444455556666, 555566667777"},
		"ambiguous-ou":        {missing(), org.Filter{OUs: []string{"Prod"}}, "Root/Security/Prod, Root/Workloads/Prod"},
		"nothing-left":        {missing(), org.Filter{Accounts: []string{member}, ExcludeAccounts: []string{member}}, "no account is selected"},
		"only-inactive":       {missing(), org.Filter{Accounts: []string{"444455556666"}}, "not active"},
		"ous-not-read":        {missing(snapshot.SectionOUs), org.Filter{OUs: []string{"Workloads"}}, "were not read"},
		"exclude-ou-not-read": {missing(snapshot.SectionOUs), org.Filter{ExcludeOUs: []string{"Workloads"}}, "were not read"},
		"tags-not-read":       {missing(snapshot.SectionTags), org.Filter{Tags: []string{"team"}}, "were not read"},
		"exclude-tags":        {missing(snapshot.SectionTags), org.Filter{ExcludeTags: []string{"team"}}, "were not read"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			o := load(t.Context(), t, serve(t, world()))
			c.change(o)
			if err := org.Select(o, c.filter); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one that says %q", err, c.want)
			}
		})
	}
}

// A state that this release does not know is tried: skipping would hide the account.
func TestUnknownStatesAreTried(t *testing.T) {
	o := load(t.Context(), t, serve(t, world()))
	o.Account(member).State = "FROZEN"
	if err := org.Select(o, org.Filter{Accounts: []string{member}}); err != nil {
		t.Error(err)
	}
}

func TestUnitsOfAnAccountsFile(t *testing.T) {
	rows := []org.Row{{ID: management, OU: "Root"}, {ID: member, OU: "Root/Workloads/Prod"}, {ID: delegated, OU: "Root/Workloadsish"}}
	o := org.FromFile(options().Caller, asOf, rows)
	if err := org.Select(o, org.Filter{OUs: []string{"Root/Workloads"}}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{member}, selected(o)); diff != "" {
		t.Errorf("selected (-want +got):\n%s", diff)
	}
	var unknown *org.UnknownError
	if err := org.Select(o, org.Filter{OUs: []string{"Root/Workload"}}); !errors.As(err, &unknown) {
		t.Errorf("error %v, want an unknown OU", err)
	}
	o = org.FromFile(options().Caller, asOf, append(rows, org.Row{ID: "999900001111"}))
	if err := org.Select(o, org.Filter{OUs: []string{"Root/Workloads"}}); err == nil || !strings.Contains(err.Error(), "account 999900001111") {
		t.Errorf("error %v, want one that names the account without OU", err)
	}
}

// Accounts that the tree does not hold are judged by what the accounts file says, never left out.
func TestUnitsOfAccountsOutsideTheTree(t *testing.T) {
	const inside, partner = "121212121212", "131313131313"
	place := func(ou string) *snapshot.Organization {
		o := load(t.Context(), t, serve(t, world()))
		org.Enrich(o, []org.Row{{ID: inside, OU: "Root/Workloads/Prod"}, {ID: partner, OU: ou}})
		return o
	}
	cases := map[string]struct {
		filter org.Filter
		want   []string
	}{
		"by-path":         {org.Filter{OUs: []string{"Root/Workloads"}}, []string{inside, member}},
		"by-name":         {org.Filter{OUs: []string{"Workloads"}}, []string{inside, member}},
		"by-id":           {org.Filter{OUs: []string{"ou-test-workload"}}, []string{inside, member}},
		"below":           {org.Filter{OUs: []string{"Root/Workloads/Prod/Payments"}}, []string{member}},
		"in-no-tree":      {org.Filter{OUs: []string{"Partners"}}, []string{partner}},
		"excluded":        {org.Filter{Accounts: []string{member, inside}, ExcludeOUs: []string{"Security"}}, []string{inside, member}},
		"excluded-inside": {org.Filter{Accounts: []string{member, partner}, ExcludeOUs: []string{"Workloads"}}, []string{partner}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			o := place("Partners/North")
			if err := org.Select(o, c.filter); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, selected(o)); diff != "" {
				t.Errorf("selected (-want +got):\n%s", diff)
			}
		})
	}
	for name, filter := range map[string]org.Filter{
		"include": {OUs: []string{"Workloads"}}, "exclude": {ExcludeOUs: []string{"Workloads"}},
	} {
		t.Run("nowhere-"+name, func(t *testing.T) {
			if err := org.Select(place(""), filter); err == nil || !strings.Contains(err.Error(), "account "+partner) {
				t.Errorf("error %v, want one that names account %s", err, partner)
			}
		})
	}
	t.Run("unknown", func(t *testing.T) {
		if err := org.Select(place("Partners/North"), org.Filter{OUs: []string{"Partner"}}); !errors.As(err, new(*org.UnknownError)) {
			t.Errorf("error %v, want an unknown OU", err)
		}
	})
}

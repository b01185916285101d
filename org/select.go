package org

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// Filter narrows the population. The zero value keeps everything. Accounts and OUs say where: an account is in when one
// of them names it or holds it. Tags narrow further: an account is in when it carries one of them. What is excluded is
// out whatever else holds.
type Filter struct {
	// Accounts are ids or exact names.
	Accounts, ExcludeAccounts []string
	// OUs are ids, paths of names such as "Root/Workloads", or names that only one OU has; their descendants belong to them.
	OUs, ExcludeOUs []string
	// Tags are "key=value", or "key" for any value.
	Tags, ExcludeTags []string
}

// The reasons of Skip that do not come from an account's state.
const (
	skipNotSelected = "not selected"
	skipExcluded    = "excluded"
)

// inactive are the states in which an account cannot be entered. A state that is not known here is tried.
var inactive = map[snapshot.AccountState]bool{
	snapshot.StateSuspended: true, snapshot.StatePendingClosure: true, snapshot.StateClosed: true,
	snapshot.StatePendingActivation: true,
}

// Select sets Skip on every account that is left out, and clears it on the others. A name that nothing has is an
// *UnknownError, one that several have an error too; so are a filter by data that were not read, and a selection of
// nothing. After an error the accounts are as they were.
func Select(o *snapshot.Organization, f Filter) error {
	include, err := f.included(o)
	if err != nil {
		return err
	}
	exclude, err := f.excluded(o)
	if err != nil {
		return err
	}
	skips := make([]string, len(o.Accounts))
	for i := range o.Accounts {
		skips[i] = skip(&o.Accounts[i], include, exclude)
	}
	if !slices.Contains(skips, "") {
		return errors.New(nothing(skips))
	}
	for i := range o.Accounts {
		o.Accounts[i].Skip = skips[i]
	}
	return nil
}

func skip(a *snapshot.OrgAccount, include, exclude matcher) string {
	switch {
	case exclude(a):
		return skipExcluded
	case !include(a):
		return skipNotSelected
	case inactive[a.State]:
		return "account is " + string(a.State)
	}
	return ""
}

// nothing says why no account is left.
func nothing(skips []string) string {
	count := 0
	for _, s := range skips {
		if s != skipNotSelected && s != skipExcluded {
			count++
		}
	}
	if count > 0 {
		return fmt.Sprintf("no account is selected: the %d that match are not active", count)
	}
	return "no account is selected: the filters leave none"
}

// matcher decides about one account.
type matcher func(*snapshot.OrgAccount) bool

func (f Filter) included(o *snapshot.Organization) (matcher, error) {
	where, err := places(o, f.Accounts, f.OUs)
	if err != nil {
		return nil, err
	}
	tagged, err := tagged(o, f.Tags)
	if err != nil {
		return nil, err
	}
	return func(a *snapshot.OrgAccount) bool {
		return (len(f.Accounts)+len(f.OUs) == 0 || where(a)) && (len(f.Tags) == 0 || tagged(a))
	}, nil
}

func (f Filter) excluded(o *snapshot.Organization) (matcher, error) {
	where, err := places(o, f.ExcludeAccounts, f.ExcludeOUs)
	if err != nil {
		return nil, err
	}
	tagged, err := tagged(o, f.ExcludeTags)
	if err != nil {
		return nil, err
	}
	return func(a *snapshot.OrgAccount) bool { return where(a) || tagged(a) }, nil
}

// places matches the accounts that are named or stand below one of the OUs.
func places(o *snapshot.Organization, accounts, ous []string) (matcher, error) {
	ids := map[string]bool{}
	for _, name := range accounts {
		id, err := findAccount(o, name)
		if err != nil {
			return nil, err
		}
		ids[id] = true
	}
	below, err := units(o, ous)
	if err != nil {
		return nil, err
	}
	return func(a *snapshot.OrgAccount) bool { return ids[a.ID] || below(a) }, nil
}

// findAccount returns the id of the account with the id or the exact name.
func findAccount(o *snapshot.Organization, name string) (string, error) {
	if o.Account(name) != nil {
		return name, nil
	}
	var ids []string
	for _, a := range o.Accounts {
		if a.Name == name && name != "" {
			ids = append(ids, a.ID)
		}
	}
	switch len(ids) {
	case 0:
		return "", &UnknownError{Kind: "account", Name: name, Near: near(name, accountNames(o))}
	case 1:
		return ids[0], nil
	}
	return "", fmt.Errorf("account name %q is ambiguous: %s", name, strings.Join(ids, ", "))
}

func accountNames(o *snapshot.Organization) []string {
	var names []string
	for _, a := range o.Accounts {
		names = append(names, a.ID)
		if a.Name != "" {
			names = append(names, a.Name)
		}
	}
	return names
}

// tagged matches the accounts that carry one of the tags.
func tagged(o *snapshot.Organization, tags []string) (matcher, error) {
	if _, missing := o.Lacks(snapshot.SectionTags); missing && len(tags) > 0 {
		return nil, errors.New("filter by tag: the accounts' tags were not read")
	}
	for _, want := range tags {
		if !slices.ContainsFunc(o.Accounts, func(a snapshot.OrgAccount) bool { return carries(&a, want) }) {
			return nil, &UnknownError{Kind: "tag", Name: want, Near: near(want, tagNames(o))}
		}
	}
	return func(a *snapshot.OrgAccount) bool {
		return slices.ContainsFunc(tags, func(want string) bool { return carries(a, want) })
	}, nil
}

func carries(a *snapshot.OrgAccount, want string) bool {
	return slices.ContainsFunc(a.Tags, func(t snapshot.Tag) bool { return t.Key == want || t.Key+"="+t.Value == want })
}

func tagNames(o *snapshot.Organization) []string {
	var names []string
	for _, a := range o.Accounts {
		for _, t := range a.Tags {
			names = append(names, t.Key+"="+t.Value)
		}
	}
	return names
}

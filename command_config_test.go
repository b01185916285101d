package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// TestSuggestedTrusts sorts the accounts that roles trust: an account's own trusts and those between members are nobody's list.
func TestSuggestedTrusts(t *testing.T) {
	const management, member, outsider = "999988887777", "111122223333", "444455556666"
	o := &snapshot.Organization{ManagementID: management, Accounts: []snapshot.OrgAccount{{ID: member}, {ID: management}}}
	s := &suggestions{lists: map[string]map[string]int{}}
	s.ofTrusts(o, management, []string{management, member, outsider})
	s.ofTrusts(o, member, []string{member, management, outsider})
	want := map[string]map[string]int{
		"trusted_accounts": {outsider: 2}, "management_trusted_members": {member: 1},
	}
	if diff := cmp.Diff(want, s.lists); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

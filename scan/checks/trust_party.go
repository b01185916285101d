package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// partyKind says whose account a role trusts.
type partyKind int

const (
	ownAccount partyKind = iota
	memberAccount
	// formerAccount is listed by the organization but suspended, closed or on the way there.
	formerAccount
	// ownedAccount and partnerAccount are outside the organization and configured as trusted.
	ownedAccount
	partnerAccount
	vendorAccount
	// serviceAccount belongs to an AWS service.
	serviceAccount
	strangerAccount
	// unlistedAccount is not in a population that was given by hand: it may belong to the same organization.
	unlistedAccount
)

type party struct {
	kind partyKind
	// name is the vendor's, partner's or service's.
	name string
}

// outside reports whether the account belongs to somebody else, as far as is known.
func (y party) outside() bool {
	return slices.Contains([]partyKind{partnerAccount, vendorAccount, strangerAccount, unlistedAccount}, y.kind)
}

// thirdParty reports whether the account may act for other customers too, so that it needs an ExternalId.
func (y party) thirdParty() bool {
	return slices.Contains([]partyKind{vendorAccount, strangerAccount, unlistedAccount}, y.kind)
}

// organizationKnown reports whether Organizations itself named the accounts, so that one that is not there is outside.
func organizationKnown(p *Pass) bool { return !givenByHand(p.Org) }

// partyOf says whose account it is. Configuration goes before the embedded list.
func partyOf(p *Pass, id string) party {
	if id == p.Account.ID {
		return party{kind: ownAccount}
	}
	if a := p.Org.Account(id); a != nil {
		return memberParty(a)
	}
	for _, t := range p.Params.TrustedAccounts {
		if t.ID == id {
			return party{kind: trustedKind(t.Kind), name: t.Name}
		}
	}
	known, ok := knownAccounts()[id]
	switch {
	case ok && known.aws:
		return party{kind: serviceAccount, name: known.name}
	case ok:
		return party{kind: vendorAccount, name: known.name}
	case organizationKnown(p):
		return party{kind: strangerAccount}
	}
	return party{kind: unlistedAccount}
}

func memberParty(a *snapshot.OrgAccount) party {
	if formerState(a.State) {
		return party{kind: formerAccount, name: a.Name}
	}
	return party{kind: memberAccount, name: a.Name}
}

func formerState(s snapshot.AccountState) bool {
	return slices.Contains([]snapshot.AccountState{
		snapshot.StateSuspended, snapshot.StateClosed, snapshot.StatePendingClosure,
	}, s)
}

func trustedKind(kind string) partyKind {
	switch kind {
	case "own":
		return ownedAccount
	case "partner":
		return partnerAccount
	}
	return vendorAccount
}

// letIn returns the accounts that a statement lets in with whose they are. An account outside does not get past a condition
// that asks for this organization.
func letIn(p *Pass, g *trustGrant) map[string]party {
	if !opens(g.statement, assumeRole) {
		return nil
	}
	orgs := trustedOrganizations(g)
	inside := len(orgs) > 0 && !slices.ContainsFunc(orgs, func(id string) bool { return !ownOrganization(p, id) })
	out := map[string]party{}
	for _, id := range g.accounts() {
		if strings.EqualFold(id, ownAccountVariable) {
			id = p.Account.ID
		}
		y := partyOf(p, id)
		if inside && y.outside() && organizationKnown(p) {
			continue
		}
		out[id] = y
	}
	return out
}

// trustedOrganizations returns the organizations that the conditions on the principal name, sorted.
func trustedOrganizations(g *trustGrant) []string {
	var ids []string
	values, _ := g.all("aws:principalorgid", plain)
	paths, _ := g.all("aws:principalorgpaths", organizationPath)
	for _, v := range append(slices.Clone(values), paths...) {
		id, _, _ := strings.Cut(v.text, "/")
		ids = append(ids, id)
	}
	return distinct(ids)
}

// ownOrganization reports whether the id is this organization's; where that is not known, no id is.
func ownOrganization(p *Pass, id string) bool {
	return strings.EqualFold(id, ownOrganizationVariable) || p.Org.ID != "" && id == p.Org.ID
}

// describe names an account for a message.
func describe(id string, y party) string {
	if y.name == "" {
		return "account " + id
	}
	return "account " + id + " (" + y.name + ")"
}

// sortedIDs returns the accounts of one or more kinds, sorted.
func sortedIDs(parties map[string]party, want func(party) bool) []string {
	var ids []string
	for id, y := range parties {
		if want(y) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

package checks

import (
	"slices"
)

// trustsWhole reports whether a statement names the account and nobody in particular.
func trustsWhole(g *trustGrant, id string) bool {
	return !g.namesPrincipal() && slices.ContainsFunc(g.trustees, func(t trustee) bool {
		return t.kind == wholeAccount && t.account == id
	})
}

func accountText(id string, y party) string {
	if y.kind == ownAccount {
		return "the account itself"
	}
	return describe(id, y)
}

// partyKey names a trusted account in a finding's identity; the own account is not named, so that the same trust in many
// accounts is one group.
func partyKey(id string, y party) string {
	if y.kind == ownAccount {
		return "own-account"
	}
	return id
}

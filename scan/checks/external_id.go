package checks

import (
	"slices"
	"strings"
)

// weakExternalID says what is weak about the ExternalId that a statement asks for; empty when nothing is.
func weakExternalID(p *Pass, t trusting, g *trustGrant, parties map[string]party, shared map[string]int) string {
	limits := g.on(externalIDKey)
	if len(limits) == 0 {
		return "may be any text"
	}
	if !slices.ContainsFunc(limits, func(l trustLimit) bool { return !l.optional }) {
		return "may be left out"
	}
	names := guessableNames(p, t, parties)
	for _, l := range limits {
		for _, v := range l.values {
			switch {
			case strings.Trim(v.text, "*?") == "":
				return "is empty or may be any text"
			case v.wild:
				return "holds wildcards"
			case accountID.MatchString(v.text):
				return "is an account id"
			case slices.Contains(names, strings.ToLower(v.text)):
				return "is a name that anybody can guess"
			case shared[v.text] > 1:
				return "is shared by roles for several third parties"
			}
		}
	}
	return ""
}

// guessableNames are names that a stranger tries first, in lower case.
func guessableNames(p *Pass, t trusting, parties map[string]party) []string {
	names := []string{t.Name, p.Org.ID}
	if a := p.Org.Account(p.Account.ID); a != nil {
		names = append(names, a.Name)
	}
	for _, y := range parties {
		names = append(names, y.name)
	}
	for i := range names {
		names[i] = strings.ToLower(names[i])
	}
	return slices.DeleteFunc(names, func(name string) bool { return name == "" })
}

// sharedExternalIDs counts for each ExternalId the third parties of this account's roles that it was given to.
func sharedExternalIDs(p *Pass) map[string]int {
	holders := map[string]map[string]bool{}
	for i := range p.Account.Roles {
		t := p.trust(&p.Account.Roles[i])
		for j := range t.grants {
			noteHolders(p, &t.grants[j], holders)
		}
	}
	counts := map[string]int{}
	for value, who := range holders {
		counts[value] = len(who)
	}
	return counts
}

// noteHolders counts several accounts of one vendor once.
func noteHolders(p *Pass, g *trustGrant, holders map[string]map[string]bool) {
	for id, y := range letIn(p, g) {
		if !y.outside() {
			continue
		}
		for _, l := range g.on(externalIDKey) {
			for _, v := range l.values {
				if holders[v.text] == nil {
					holders[v.text] = map[string]bool{}
				}
				who := id
				if y.name != "" {
					who = y.name
				}
				holders[v.text][who] = true
			}
		}
	}
}

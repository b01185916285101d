package paths

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// Crossing is a trust of one account's role in another account.
type Crossing struct {
	// From is the account that is let in, empty for every account of the organization; To is the role.
	From string
	To   Node
	// Hop is one way over, the surest.
	Hop Hop
}

// Crossings returns, for every role and every other account of the organization whose principals or administrators may assume
// it, one crossing, in the order of roles and accounts.
func (g *Graph) Crossings() []Crossing {
	var out []Crossing
	for node := range g.admins {
		found := map[int32]uint32{}
		g.lettingIn(node, func(from, label uint32, home int32) {
			old, ok := found[home]
			if (home >= 0 || g.kind(from) == group) && home != g.homes[node] && (!ok || g.labels[label].strength < g.labels[old].strength) {
				found[home] = label
			}
		})
		homes := make([]int32, 0, len(found))
		for home := range found {
			homes = append(homes, home)
		}
		slices.Sort(homes)
		for _, home := range homes {
			c := Crossing{To: g.nodeOf(node), Hop: g.hop(node, node, found[home])}
			if home >= 0 {
				c.From = g.accounts[home].id
			}
			c.Hop.From = Node{Kind: Administrators, Account: c.From}
			out = append(out, c)
		}
	}
	return out
}

// lettingIn yields who may assume a role over its trust policy; groups of several accounts have no home.
func (g *Graph) lettingIn(node uint32, yield func(from, label uint32, home int32)) {
	begin, end := g.reverse.of(node)
	for at := begin; at < end; at++ {
		from, label := g.reverse.ends[at], g.reverse.labels[at]
		switch g.labels[label].technique {
		case techniqueAssume, techniqueSAML, techniqueWeb, techniqueSignIn:
		default:
			continue
		}
		yield(from, label, g.homes[from])
	}
}

// Exposed reports whether people or somebody outside the organization can use a principal: users, roles that people can
// assume, and roles that external accounts, everybody or an OpenID Connect provider may assume.
func (g *Graph) Exposed(n Node) bool {
	account, ok := g.byID[n.Account]
	if !ok || n.Kind != Principal {
		return false
	}
	place, ok := g.placeOf(account, nameOf(n.ID))
	if !ok {
		return false
	}
	exposed := g.accounts[account].principals[place].is(isHuman)
	g.lettingIn(g.principalNode(account, place), func(from, _ uint32, _ int32) {
		k := g.kind(from)
		exposed = exposed || k == External || k == Public || k == Provider
	})
	return exposed
}

// Openness says how far a role lets others in; the widest is the smallest.
type Openness uint8

// The degrees of openness.
const (
	ToEverybody Openness = iota
	ToOutside
	ToOutsideConditioned
	ToProvider
	ToOtherAccounts
	ToOwnAccount
)

// String says it for people.
func (o Openness) String() string {
	return [...]string{
		"everybody", "an account outside", "an account outside, under conditions", "an identity provider", "another account", "its own account",
	}[min(o, ToOwnAccount)]
}

// AdminRole is a role that is an administrator in several accounts.
type AdminRole struct {
	// Name is the role's name with its path.
	Name string
	// Accounts are those where it is one, sorted.
	Accounts []string
	// Trusts is how many different trust policies it has there; one that differs in the account's own id is the same.
	Trusts int
	// Widest is where its trust policy lets in most, the first of equals, and Openness how far.
	Widest   Node
	Openness Openness
}

// AdminRoles returns the roles that are administrators under one name in at least so many accounts, sorted by name. Those of
// services and permission sets are left out.
func (g *Graph) AdminRoles(least int) []AdminRole {
	byName := map[string]*AdminRole{}
	trusts := map[string]map[string]bool{}
	for i, a := range g.accounts {
		for j := range a.principals {
			p := &a.principals[j]
			if p.is(isUser|isServiceLinked|isPermissionSet) || p.admin == 0 || a.labels[p.admin-1].strength == possible {
				continue
			}
			if byName[p.name] == nil {
				byName[p.name], trusts[p.name] = &AdminRole{Name: strings.TrimPrefix(p.name, "role/"), Openness: ToOwnAccount + 1}, map[string]bool{}
			}
			r, node := byName[p.name], g.principalNode(i, uint32(j))
			r.Accounts = append(r.Accounts, a.id)
			trusts[p.name][a.trustKey(p)] = true
			if o := g.openness(node); o < r.Openness {
				r.Openness, r.Widest = o, g.nodeOf(node)
			}
		}
	}
	var out []AdminRole
	for name, r := range byName {
		if r.Trusts = len(trusts[name]); len(r.Accounts) >= least {
			out = append(out, *r)
		}
	}
	slices.SortFunc(out, func(a, b AdminRole) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// trustKey is equal for trust policies that differ in nothing but the account's own id.
func (a *Account) trustKey(p *principal) string {
	text, _ := json.Marshal(a.trusts[p.trust-1].policy) //nolint:errchkjson // plain data
	return strings.ReplaceAll(string(text), a.id, "{account}")
}

func (g *Graph) openness(node uint32) Openness {
	widest := ToOwnAccount
	g.lettingIn(node, func(from, label uint32, home int32) {
		o := ToOwnAccount
		switch k := g.kind(from); {
		case k == Public && g.labels[label].strength == certain:
			o = ToEverybody
		case (k == Public || k == External) && g.labels[label].strength == certain:
			o = ToOutside
		case k == Public || k == External:
			o = ToOutsideConditioned
		case k == Provider:
			o = ToProvider
		case k == Unread, k == group && home < 0, home >= 0 && home != g.homes[node]:
			o = ToOtherAccounts
		}
		widest = min(widest, o)
	})
	return widest
}

package paths

import (
	"slices"
	"strings"
)

// Ends is a choice of nodes at which paths begin or end. The zero value is none.
type Ends struct {
	nodes []uint32
	// outside says that paths begin at external nodes, each way in by itself.
	outside bool
}

// Empty reports whether nothing was chosen.
func (e Ends) Empty() bool { return len(e.nodes) == 0 && !e.outside }

// Anyone chooses every start that is no administrator: principals, and everybody outside.
func (g *Graph) Anyone() Ends {
	e := Ends{outside: true}
	g.starts(false, func(node uint32) { e.nodes = append(e.nodes, node) })
	return e
}

// Outside chooses external accounts, everybody and identity providers.
func (g *Graph) Outside() Ends { return Ends{outside: true} }

// Admins chooses the administrators of all accounts.
func (g *Graph) Admins() Ends { return Ends{nodes: g.adminTargets(func(string) bool { return true })} }

// AdminsOf chooses the administrators of some accounts; those that are not in the graph are passed over.
func (g *Graph) AdminsOf(ids ...string) Ends {
	return Ends{nodes: g.adminTargets(func(id string) bool { return slices.Contains(ids, id) })}
}

// InAccounts chooses the principals and the administrators of some accounts.
func (g *Graph) InAccounts(ids ...string) Ends {
	e := g.AdminsOf(ids...)
	for i, a := range g.accounts {
		for j := range a.principals {
			if slices.Contains(ids, a.id) && !a.principals[j].is(isServiceLinked) {
				e.nodes = append(e.nodes, g.principalNode(i, uint32(j)))
			}
		}
	}
	return e
}

// Named chooses what bears a name: an ARN of a user, role, session or identity provider, the name of a user or role with or
// without "user/" or "role/" and path, an external account's id, a service, or a permission set. Case counts.
func (g *Graph) Named(name string) Ends {
	var e Ends
	account, last := "", name
	if t, ok := awsTrustee(name); ok && (t.kind == onePrincipal || t.kind == oneSession) {
		account, last = t.account, t.name
	}
	for i, a := range g.accounts {
		if account != "" && account != a.id {
			continue
		}
		for j := range a.principals {
			if answersTo(a.principals[j].name, last) {
				e.nodes = append(e.nodes, g.principalNode(i, uint32(j)))
			}
		}
	}
	for i := range g.rest {
		node := g.admins + uint32(len(g.accounts)+i)
		if n := &g.rest[i]; n.kind != group && n.kind != Public && (n.name == name || g.name(node) == name) {
			e.nodes = append(e.nodes, node)
		}
	}
	return e
}

// answersTo compares the last part of an ARN with a name: "role/ci/pipeline" answers to itself, "ci/pipeline", "pipeline" and
// "role/pipeline".
func answersTo(full, name string) bool {
	kind, rest, _ := strings.Cut(full, "/")
	bare := rest[strings.LastIndex(rest, "/")+1:]
	return name == full || name == rest || name == bare || name == kind+"/"+bare
}

// Names yields the names that Named knows, in no particular order and some twice: for hints.
func (g *Graph) Names(yield func(string) bool) {
	for _, a := range g.accounts {
		for j := range a.principals {
			full := a.principals[j].name
			if !yield(full[strings.LastIndex(full, "/")+1:]) {
				return
			}
		}
	}
	for i := range g.rest {
		if n := &g.rest[i]; n.kind != group && n.kind != Public && !yield(n.name) {
			return
		}
	}
}

// Between returns, for each start, the surest and then shortest path of at most maxHops to the nearest end; 0 is no limit.
// Starts without a path have none.
func (g *Graph) Between(from, to Ends, maxHops int) []Path {
	found := g.strengths(search{targets: to.nodes, through: true})
	var out []Path
	for _, node := range from.nodes {
		for _, n := range found {
			slot, ok := n.elsewhere(node, node)
			if ok && (maxHops == 0 || int(n.slots[slot][node].hops) <= maxHops) {
				out = append(out, g.path(node, n.edges(node, slot)))
				break
			}
		}
	}
	if from.outside {
		for _, p := range g.entering(found) {
			if maxHops == 0 || len(p.Hops) <= maxHops {
				out = append(out, p)
			}
		}
	}
	return out
}

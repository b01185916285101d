package paths

// adminTargets are the administrators of all accounts that want accepts.
func (g *Graph) adminTargets(want func(id string) bool) []uint32 {
	var out []uint32
	for i, a := range g.accounts {
		if want(a.id) {
			out = append(out, g.adminNode(i))
		}
	}
	return out
}

func (g *Graph) management(id string) bool {
	return g.org.ManagementID != "" && g.org.ManagementID == id
}

// starts yields the principals of member accounts that are no administrators and that anybody but AWS can use.
func (g *Graph) starts(members bool, yield func(node uint32)) {
	for i, a := range g.accounts {
		if members && g.management(a.id) {
			continue
		}
		for j := range a.principals {
			p := &a.principals[j]
			if p.is(isServiceLinked) || p.admin > 0 && a.labels[p.admin-1].strength <= conditional {
				continue
			}
			yield(g.principalNode(i, uint32(j)))
		}
	}
}

// Escalations returns the surest and shortest path of every principal that is no administrator and can become one of its own
// account without leaving it, in the order of accounts and names.
func (g *Graph) Escalations() []Path {
	found := g.strengths(search{targets: g.adminTargets(func(string) bool { return true }), within: true})
	var out []Path
	g.starts(false, func(node uint32) {
		if p, ok := g.best(found, node, nowhere); ok {
			out = append(out, p)
		}
	})
	return out
}

// Across returns the surest and shortest path of every member account's principals to administrators of another member
// account. The principals are those that do not first become administrators of their own; these are one start, of kind
// Administrators.
func (g *Graph) Across() []Path {
	return g.leaving(g.adminTargets(func(id string) bool { return !g.management(id) }))
}

// ToManagement is Across with the management account as the other one.
func (g *Graph) ToManagement() []Path { return g.leaving(g.adminTargets(g.management)) }

func (g *Graph) leaving(targets []uint32) []Path {
	found := g.strengths(search{targets: targets, plain: true})
	var out []Path
	known := map[string]bool{}
	g.starts(true, func(node uint32) {
		if p, ok := g.best(found, node, g.adminNode(int(g.homes[node]))); ok {
			out = append(out, p)
			known[p.From.ID] = true
		}
	})
	for i, a := range g.accounts {
		if g.management(a.id) {
			continue
		}
		p, ok := g.best(found, g.adminNode(i), g.adminNode(i))
		if ok && (p.Hops[0].Technique != techniqueAdminister || !known[p.Hops[0].To.ID]) {
			out = append(out, p)
		}
	}
	return out
}

// FromOutside returns the surest and shortest path to administrators by way of every role that external accounts, everybody
// or identity providers may assume. Left out are the organization's own ways in: permission sets, and SAML providers where
// the role itself is an administrator; and ways that only later meet a role that anybody may assume.
func (g *Graph) FromOutside() []Path {
	return g.entering(g.strengths(search{targets: g.adminTargets(func(string) bool { return true }), through: true, plain: true}))
}

// entering are the paths by way of every role that somebody outside may assume.
func (g *Graph) entering(found [3]*nearest) []Path {
	var out []Path
	for i := range g.rest {
		node := g.admins + uint32(len(g.accounts)+i)
		if k := g.rest[i].kind; k != External && k != Provider && k != Public {
			continue
		}
		begin, end := g.forward.of(node)
		for at := begin; at < end; at++ {
			if p, ok := g.by(found, edge{node, g.forward.ends[at], g.forward.labels[at]}); ok {
				out = append(out, p)
			}
		}
	}
	return out
}

// by is the best path that begins with an edge.
func (g *Graph) by(all [3]*nearest, first edge) (Path, bool) {
	for weakest, n := range all {
		if int(g.labels[first.label].strength) > weakest || !n.slots[0][first.to].found {
			continue
		}
		p := g.path(first.from, append([]edge{first}, n.edges(first.to, 0)...))
		if g.labels[first.label].technique == techniqueSAML && len(p.Hops) == 1 {
			return Path{}, false
		}
		return p, true
	}
	return Path{}, false
}

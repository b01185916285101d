package paths

// hit is the best way on from a node to one account's administrators, or to one target.
type hit struct {
	// next and label are the way on; slot is the hit of next that goes on.
	next, label uint32
	// target is where it ends.
	target uint32
	hops   uint16
	slot   uint8
	found  bool
}

// nearest holds, for every node, the ways to the two nearest targets.
type nearest struct {
	graph *Graph
	slots [2][]hit
}

// search says what ways count.
type search struct {
	targets []uint32
	// weakest is the weakest edge that counts.
	weakest strength
	// within keeps to edges that do not leave an account.
	within bool
	// through lets ways lead through an account's administrators to another account.
	through bool
	// plain leaves out what is one finding and not one for everybody: ways through roles that anybody with an AWS account may
	// assume, and through administrators of the management account, who rule over the others by design.
	plain bool
}

// candidate is a hit that waits for its turn.
type candidate struct {
	node uint32
	hit
}

// find looks backwards from the targets, nearest first. Of ways of one length the first in the order of nodes is kept.
func (g *Graph) find(s search) *nearest {
	n := &nearest{graph: g}
	for i := range n.slots {
		n.slots[i] = make([]hit, g.nodes())
	}
	var level, next []candidate
	for _, t := range s.targets {
		level = append(level, candidate{t, hit{target: t}})
	}
	for hops := uint16(0); len(level) > 0; hops++ {
		for i := 0; i < len(level); i++ {
			c := level[i]
			slot, ok := n.settle(c, hops)
			if !ok || g.stops(&s, &c) {
				continue
			}
			begin, end := g.reverse.of(c.node)
			for at := begin; at < end; at++ {
				from, place := g.reverse.ends[at], g.reverse.labels[at]
				l := &g.labels[place]
				if l.strength > s.weakest || s.within && g.homes[from] != g.homes[c.node] {
					continue
				}
				onward := candidate{from, hit{next: c.node, label: place, target: c.target, slot: slot}}
				if l.free() {
					level = append(level, onward)
				} else {
					next = append(next, onward)
				}
			}
		}
		level, next = next, level[:0]
	}
	return n
}

// stops reports whether a node is the last that counts on the way back from its target.
func (g *Graph) stops(s *search, c *candidate) bool {
	switch {
	case !s.through && c.node != c.target && g.kind(c.node) == Administrators:
		return true
	case !s.plain:
		return false
	}
	return g.public(c.node) || g.sovereign(c.node) && g.homes[c.target] != g.homes[c.node]
}

// sovereign reports whether a node is an administrator of the management account.
func (g *Graph) sovereign(node uint32) bool {
	home := g.homes[node]
	if home < 0 || !g.management(g.accounts[home].id) {
		return false
	}
	switch g.kind(node) {
	case Administrators:
		return true
	case Principal:
		return g.accounts[home].principals[node-g.bases[home]].admin > 0
	default:
		return false
	}
}

// free says that an edge is no hop: membership of a group, and being an administrator already.
func (l *label) free() bool { return l.technique == "" || l.technique == techniqueAdmin }

// settle keeps a hit unless the node has one for that target, or two.
func (n *nearest) settle(c candidate, hops uint16) (uint8, bool) {
	for slot := range n.slots {
		h := &n.slots[slot][c.node]
		if h.found && h.target == c.target {
			return 0, false
		}
		if !h.found {
			*h = c.hit
			h.found, h.hops = true, hops
			return uint8(slot), true
		}
	}
	return 0, false
}

// edges follows a hit to its end.
func (n *nearest) edges(node uint32, slot uint8) []edge {
	var out []edge
	for {
		h := n.slots[slot][node]
		if node == h.target {
			return out
		}
		out = append(out, edge{node, h.next, h.label})
		node, slot = h.next, h.slot
	}
}

// elsewhere returns the slot of the nearest target that is not the given node; false when there is none.
func (n *nearest) elsewhere(node, not uint32) (uint8, bool) {
	for slot := range n.slots {
		if h := n.slots[slot][node]; h.found && h.target != not && h.hops > 0 {
			return uint8(slot), true
		}
	}
	return 0, false
}

// nowhere is a node that is no target.
const nowhere = ^uint32(0)

// strengths are the searches from the surest to the least sure.
func (g *Graph) strengths(s search) [3]*nearest {
	var out [3]*nearest
	for i := range out {
		s.weakest = strength(i)
		out[i] = g.find(s)
	}
	return out
}

// best returns the surest path from a node to a target but one.
func (g *Graph) best(all [3]*nearest, node, not uint32) (Path, bool) {
	for _, n := range all {
		if slot, ok := n.elsewhere(node, not); ok {
			return g.path(node, n.edges(node, slot)), true
		}
	}
	return Path{}, false
}

// public reports whether anybody with an AWS account may assume a role.
func (g *Graph) public(node uint32) bool {
	begin, end := g.reverse.of(node)
	for at := begin; at < end; at++ {
		if g.labels[g.reverse.labels[at]].strength == certain && g.kind(g.reverse.ends[at]) == Public {
			return true
		}
	}
	return false
}

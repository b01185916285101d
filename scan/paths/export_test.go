package paths

// NaiveHops is the oracle of the search: for each principal that is no administrator, how many hops the surest path to an
// account's administrators takes, found by a plain search from the principal.
func NaiveHops(g *Graph, account string) map[string]int {
	out := map[string]int{}
	goal := g.adminNode(g.byID[account])
	g.starts(false, func(start uint32) {
		for weakest := certain; weakest <= possible; weakest++ {
			if hops := naiveHops(g, start, goal, weakest); hops > 0 {
				out[g.name(start)] = hops
				return
			}
		}
	})
	return out
}

// naiveHops relaxes every edge until nothing changes.
func naiveHops(g *Graph, start, goal uint32, weakest strength) int {
	const far = 1 << 20
	hops := make([]int, g.nodes())
	for i := range hops {
		hops[i] = far
	}
	hops[start] = 0
	for changed := true; changed; {
		changed = false
		for node := range hops {
			begin, end := g.forward.of(uint32(node))
			for at := begin; at < end; at++ {
				l := &g.labels[g.forward.labels[at]]
				cost := 1
				if l.technique == "" || l.technique == techniqueAdmin {
					cost = 0
				}
				if to := g.forward.ends[at]; l.strength <= weakest && hops[node]+cost < hops[to] {
					hops[to], changed = hops[node]+cost, true
				}
			}
		}
	}
	if hops[goal] == far {
		return 0
	}
	return hops[goal]
}

package paths

import (
	"cmp"
	"math/bits"
	"slices"
)

// placeOf finds a principal of an account by its name.
func (g *Graph) placeOf(account int, name string) (uint32, bool) {
	i, ok := slices.BinarySearchFunc(g.accounts[account].principals, name, func(p principal, name string) int { return cmp.Compare(p.name, name) })
	return uint32(i), ok
}

// set is a set of accounts by place.
type set []uint64

func (s set) has(i int) bool { return s != nil && s[i/64]&(1<<(i%64)) != 0 }

func (s set) count() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// contains reports whether every member of t is one of s.
func (s set) contains(t set) bool {
	if s == nil {
		return t == nil
	}
	for i, w := range t {
		if w&^s[i] != 0 {
			return false
		}
	}
	return true
}

// reachability finds for each node the accounts of which it can become an administrator, over proven edges: strongly
// connected nodes share one set, and so do nodes with one way on.
type reachability struct {
	*Graph
	index, low []uint32
	onStack    []bool
	stack      []uint32
	next       uint32
	// component is the node's component plus one; sets are those of the components.
	component []uint32
	sets      []set
}

// frame is a node whose edges are being followed.
type frame struct{ node, at uint32 }

func (g *Graph) reachability() *reachability {
	n := g.nodes()
	r := &reachability{Graph: g, index: make([]uint32, n), low: make([]uint32, n), onStack: make([]bool, n), component: make([]uint32, n)}
	for node := range n {
		if r.index[node] == 0 {
			r.visit(uint32(node))
		}
	}
	return r
}

// visit is Tarjan's algorithm without recursion: components end in the order in which their ways on are complete.
func (r *reachability) visit(start uint32) {
	frames := []frame{r.enter(start)}
	for len(frames) > 0 {
		f := &frames[len(frames)-1]
		end := r.end(f.node)
		if f.at == end {
			node := f.node
			frames = frames[:len(frames)-1]
			if r.low[node] == r.index[node] {
				r.close(node)
			}
			if len(frames) > 0 {
				parent := frames[len(frames)-1].node
				r.low[parent] = min(r.low[parent], r.low[node])
			}
			continue
		}
		to, l := r.forward.ends[f.at], r.forward.labels[f.at]
		f.at++
		switch {
		case r.labels[l].strength > conditional:
		case r.index[to] == 0:
			frames = append(frames, r.enter(to))
		case r.onStack[to]:
			r.low[f.node] = min(r.low[f.node], r.index[to])
		}
	}
}

// end is where a node's edges end. Of the management account's administrators only that they are some counts, which Build adds
// first: what they rule over by design does not.
func (r *reachability) end(node uint32) uint32 {
	begin, end := r.forward.of(node)
	switch {
	case !r.sovereign(node):
		return end
	case r.kind(node) == Administrators:
		return begin
	}
	return begin + 1
}

func (r *reachability) enter(node uint32) frame {
	r.next++
	r.index[node], r.low[node], r.onStack[node] = r.next, r.next, true
	r.stack = append(r.stack, node)
	begin, _ := r.forward.of(node)
	return frame{node, begin}
}

// close makes a component of the nodes on the stack down to root.
func (r *reachability) close(root uint32) {
	at := len(r.stack) - 1
	for r.stack[at] != root {
		at--
	}
	members := r.stack[at:]
	id := uint32(len(r.sets)) + 1
	for _, m := range members {
		r.onStack[m], r.component[m] = false, id
	}
	var out set
	owned := false
	for _, m := range members {
		if r.kind(m) == Administrators {
			out, owned = r.join(out, owned, r.only(int(r.homes[m])))
		}
		begin, _ := r.forward.of(m)
		for i := begin; i < r.end(m); i++ {
			if to := r.component[r.forward.ends[i]]; to != 0 && to != id && r.labels[r.forward.labels[i]].strength <= conditional {
				out, owned = r.join(out, owned, r.sets[to-1])
			}
		}
	}
	r.sets = append(r.sets, out)
	r.stack = r.stack[:at]
}

func (r *reachability) only(account int) set {
	s := make(set, (len(r.accounts)+63)/64)
	s[account/64] |= 1 << (account % 64)
	return s
}

// join adds t to s; as long as one of the two holds the other, no new set is made.
func (r *reachability) join(s set, owned bool, t set) (set, bool) {
	switch {
	case t == nil || s.contains(t):
		return s, owned
	case s == nil || t.contains(s):
		return t, false
	case !owned:
		s = slices.Clone(s)
	}
	for i, w := range t {
		s[i] |= w
	}
	return s, true
}

func (r *reachability) of(node uint32) set { return r.sets[r.component[node]-1] }

// Radius is how far the principals of an account reach.
type Radius struct {
	Account string
	// Accounts are the other accounts of which they can become administrators, sorted.
	Accounts []string
	// Principals are the ARNs of those that reach at least as many as was asked for without being the account's
	// administrators, sorted.
	Principals []string
}

// Radii returns the member accounts whose principals, administrators included, can become administrators of at least so many
// other accounts over proven paths, sorted by id.
func (g *Graph) Radii(least int) []Radius {
	r := g.reachability()
	var out []Radius
	for i, a := range g.accounts {
		if g.management(a.id) {
			continue
		}
		whole, owned := r.of(g.adminNode(i)), false
		found := Radius{Account: a.id}
		for j := range a.principals {
			reach := r.of(g.principalNode(i, uint32(j)))
			whole, owned = r.join(whole, owned, reach)
			if a.principals[j].admin == 0 && reach.count() >= least {
				found.Principals = append(found.Principals, a.arn(a.principals[j].name))
			}
		}
		for k, other := range g.accounts {
			if k != i && whole.has(k) {
				found.Accounts = append(found.Accounts, other.id)
			}
		}
		if len(found.Accounts) >= least {
			out = append(out, found)
		}
	}
	return out
}

package paths

// Unparsed returns the roles whose trust policy is not a policy that can be read: whom it lets in, and so what leads to them,
// nobody here knows.
func (g *Graph) Unparsed() []Node {
	var out []Node
	for i, a := range g.accounts {
		for j := range a.principals {
			if p := &a.principals[j]; p.trust > 0 && a.trusts[p.trust-1].policy.Malformed {
				out = append(out, g.nodeOf(g.principalNode(i, uint32(j))))
			}
		}
	}
	return out
}

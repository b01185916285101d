package checks

import "strings"

// judgeAllowLists prints, for each account below a node that does not allow everything, what is allowed there.
func judgeAllowLists(p *OrgPass) {
	tree := newControlPolicies(p.Org, serviceControl)
	for _, a := range p.members(unboundManagement) {
		in, ok := tree.inherited(a)
		if !ok {
			p.Unknown(a.ID, p.root(a.ID), unplaced, "the account's place in the organization's tree is not known")
			continue
		}
		reportAllowLists(p, in)
	}
}

func reportAllowLists(p *OrgPass, in inheritance) {
	gaps, id := in.gaps(), in.account.ID
	switch {
	case len(gaps) == 0:
		p.OKIn(id)
		return
	case !in.readable():
		p.Unknown(id, p.root(id), unparsedPolicy, "a control policy that binds the account is not a policy that can be read")
		return
	}
	o := p.Fail(id, p.root(id), "FullAWSAccess or its like is missing on the account's path")
	for _, i := range gaps {
		name := "the account"
		if in.nodes[i] != id {
			name = p.nodeName(in.nodes[i])
		}
		o.Evidence("allowed at "+name, orElse(strings.Join(listedActions(in.levels[i]), ", "), "nothing"))
	}
}

// listedActions are the actions that a level's policies list, as written, each once.
func listedActions(level []*controlPolicy) []string {
	var out []string
	for _, p := range level {
		for _, s := range p.document.Statements {
			if !s.Allows() {
				continue
			}
			out = append(out, s.Actions...)
			if s.NotActions != nil {
				out = append(out, "all but "+strings.Join(normal(s.NotActions, strings.Clone), " and "))
			}
		}
	}
	return distinct(out)
}

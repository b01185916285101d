package paths

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/access"
)

// Node is one end of a hop.
type Node struct {
	Kind Kind
	// ID is the ARN of a principal or provider, the root ARN of an account (Administrators, External), the name of a service or
	// permission set, and "*" for everybody.
	ID string
	// Account is the account of a principal, of administrators, of a provider and outside; empty for the rest.
	Account string
}

// Hop is one thing that somebody can do on a path.
type Hop struct {
	From, To Node
	// Technique is an id of the catalogue of techniques, or one of "assume-role", "assume-role-with-saml",
	// "assume-role-with-web-identity", "permission-set" (people sign in) and "administer" (an account's administrators act as
	// one of its principals).
	Technique string
	// Outcome, Needs, Conditions and AllowedBy are those of access.Step. A statement of the trust policy of To has the
	// Source "trust policy".
	Outcome           access.StepOutcome
	Needs, Conditions []string
	AllowedBy         []access.Statement
}

// Path leads from somebody to what they can become.
type Path struct {
	From, To Node
	// Hops are at least one.
	Hops []Hop
	// Admin says why the last principal is an administrator: the policies and the conditions of that. It is the zero value
	// where the last hop itself gives every right, and where To is no account's administrators.
	Admin Hop
}

// steps are the hops, and the last principal's rights.
func (p *Path) steps() []Hop {
	if p.Admin.Technique == "" {
		return p.Hops
	}
	return append(slices.Clone(p.Hops), p.Admin)
}

// Outcome is Proven when every hop is.
func (p *Path) Outcome() access.StepOutcome {
	for _, h := range p.steps() {
		if h.Outcome != access.Proven {
			return access.Possible
		}
	}
	return access.Proven
}

// Conditions are those of all hops, sorted, each once.
func (p *Path) Conditions() []string {
	var out []string
	for _, h := range p.steps() {
		out = append(out, h.Conditions...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Crossing returns the hop at which the path can best be broken: the first that leaves an account or enters the organization,
// else the first of all.
func (p *Path) Crossing() Hop {
	for _, h := range p.Hops {
		if (h.From.Account != h.To.Account || h.From.Kind == Provider) && len(h.AllowedBy) > 0 {
			return h
		}
	}
	return p.Hops[0]
}

// nodeOf describes a node.
func (g *Graph) nodeOf(node uint32) Node {
	n := Node{Kind: g.kind(node), ID: g.name(node)}
	if home := g.homes[node]; home >= 0 {
		n.Account = g.accounts[home].id
	}
	if n.Kind == External || n.Kind == Unread {
		n.Account = g.restOf(node).name
	}
	return n
}

// hop describes an edge.
func (g *Graph) hop(from, to, labelPlace uint32) Hop {
	l := &g.labels[labelPlace]
	h := Hop{
		From: g.nodeOf(from), To: g.nodeOf(to), Technique: l.technique, Needs: l.needs, Conditions: l.conditions, AllowedBy: l.allowedBy,
	}
	if l.strength != possible {
		h.Outcome = access.Proven
	}
	return h
}

// path puts the edges behind a start together; groups on the way do not show.
func (g *Graph) path(start uint32, edges []edge) Path {
	p := Path{From: g.nodeOf(start), To: g.nodeOf(start)}
	shown := start
	for _, e := range edges {
		l := &g.labels[e.label]
		switch l.technique {
		case techniqueAdmin:
			p.Admin = g.hop(shown, e.to, e.label)
			shown = e.to
		case "":
			// The next edge says what a member of the group can do.
		default:
			p.Hops = append(p.Hops, g.hop(shown, e.to, e.label))
			p.Admin = Hop{}
			shown = e.to
		}
	}
	p.To = g.nodeOf(shown)
	return p
}

// Name is how people call a node: "role ci/pipeline", "user deploy", "permission set ReadOnly".
func (n Node) Name() string {
	switch n.Kind {
	case Principal:
		kind, name, _ := strings.Cut(nameOf(n.ID), "/")
		return kind + " " + name
	case Administrators:
		return "administrator"
	case External:
		return "external account " + n.Account
	case Unread:
		return "account " + n.Account
	case Provider:
		_, name, _ := strings.Cut(nameOf(n.ID), "/")
		return "identity provider " + name
	case PermissionSet:
		return "permission set " + n.ID
	case Public:
		return "anybody with an AWS account"
	default:
		return n.ID
	}
}

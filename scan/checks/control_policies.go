package checks

import (
	"regexp"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// The types of control policies, as Organizations names them.
const (
	serviceControl  = "SERVICE_CONTROL_POLICY"
	resourceControl = "RESOURCE_CONTROL_POLICY"
)

// controlPolicy is a control policy, parsed.
type controlPolicy struct {
	id, name string
	document *policy.Document
	// personal is true when the text may mean different things in two accounts that both inherit it.
	personal bool
}

// namesAccounts finds what makes a text personal: an account id, or a wildcard that part of one could stand beside, or a
// variable.
var namesAccounts = regexp.MustCompile(`\d{12}|\d[*?]|[*?]\d|\$\{`)

// controlPolicies is the organization's tree with the control policies of one type on its nodes.
type controlPolicies struct {
	org *snapshot.Organization
	// attached are the policies by the id of the root, OU or account; empty while the type is off, since that detaches all.
	attached map[string][]*controlPolicy
}

func newControlPolicies(o *snapshot.Organization, kind string) *controlPolicies {
	c := &controlPolicies{org: o, attached: map[string][]*controlPolicy{}}
	if o.PolicyTypes[kind] != "ENABLED" {
		return c
	}
	for i := range o.Policies {
		if o.Policies[i].Type == kind {
			c.attach(&o.Policies[i])
		}
	}
	for _, list := range c.attached {
		slices.SortFunc(list, func(a, b *controlPolicy) int { return strings.Compare(a.id, b.id) })
	}
	return c
}

func (c *controlPolicies) attach(p *snapshot.OrgPolicy) {
	parsed := &controlPolicy{
		id: p.ID, name: p.Name, document: policy.Parse(p.Document), personal: namesAccounts.MatchString(p.Document),
	}
	for _, target := range p.Targets {
		c.attached[target.ID] = append(c.attached[target.ID], parsed)
	}
}

// inheritance is what binds one account: the nodes from the root down to the account itself and the policies of each.
type inheritance struct {
	org     *snapshot.Organization
	account *snapshot.OrgAccount
	nodes   []string
	levels  [][]*controlPolicy
}

// inherited returns what binds the account, and false when its place in the tree is not known.
func (c *controlPolicies) inherited(a *snapshot.OrgAccount) (inheritance, bool) {
	if len(a.Parents) == 0 {
		return inheritance{}, false
	}
	in := inheritance{org: c.org, account: a, nodes: append(slices.Clone(a.Parents), a.ID)}
	for _, node := range in.nodes {
		in.levels = append(in.levels, c.attached[node])
	}
	return in, true
}

// key is equal for accounts that the same policies bind in the same way.
func (in inheritance) key() string {
	parts, personal := slices.Clone(in.account.Parents), false
	for _, level := range in.levels {
		parts = append(parts, "|")
		for _, p := range level {
			parts = append(parts, p.id)
			personal = personal || p.personal
		}
	}
	if personal {
		parts = append(parts, in.account.ID)
	}
	return strings.Join(parts, " ")
}

// each calls f for every statement on the account's path.
func (in inheritance) each(f func(*controlPolicy, *policy.Statement)) {
	for _, level := range in.levels {
		for _, p := range level {
			for i := range p.document.Statements {
				f(p, &p.document.Statements[i])
			}
		}
	}
}

// readable is false when a policy on the path is no policy that can be read: then nobody can say what it denies.
func (in inheritance) readable() bool {
	for _, level := range in.levels {
		if slices.ContainsFunc(level, func(p *controlPolicy) bool { return p.document.Malformed }) {
			return false
		}
	}
	return true
}

// unlisted reports whether a level allows the action to nobody, so that it is denied without a Deny. AWS keeps a policy
// attached to every node while the type is on: a level that seems to have none was not told, and guards nothing.
func (in inheritance) unlisted(action string) bool {
	return slices.ContainsFunc(in.levels, func(level []*controlPolicy) bool {
		return len(level) > 0 && !slices.ContainsFunc(level, func(p *controlPolicy) bool { return mayAllow(p.document, action) })
	})
}

func mayAllow(d *policy.Document, action string) bool {
	return d.Malformed || slices.ContainsFunc(d.Statements, func(s policy.Statement) bool {
		return s.Allows() && speaksOf(&s, action)
	})
}

// speaksOf reports whether a statement is about the action.
func speaksOf(s *policy.Statement, action string) bool {
	matches := func(pattern string) bool { return policy.MatchAction(pattern, action) }
	if s.Actions != nil {
		return slices.ContainsFunc(s.Actions, matches)
	}
	return s.NotActions != nil && !slices.ContainsFunc(s.NotActions, matches)
}

// allowsAll reports whether a document by itself allows everything to everybody, as AWS's FullAWSAccess does whatever its
// name.
func allowsAll(d *policy.Document) bool {
	return slices.ContainsFunc(d.AdminStatements(), func(s policy.AdminStatement) bool { return !s.Limited() })
}

// gaps returns the nodes on the account's path whose policies do not allow everything.
func (in inheritance) gaps() []int {
	var out []int
	for i, level := range in.levels {
		if len(level) > 0 && !slices.ContainsFunc(level, func(p *controlPolicy) bool { return allowsAll(p.document) }) {
			out = append(out, i)
		}
	}
	return out
}

// denials reports whether any statement on the path denies something.
func (in inheritance) denials() bool {
	found := false
	in.each(func(_ *controlPolicy, s *policy.Statement) {
		found = found || s.Effect == "Deny" && (len(s.Actions) > 0 || s.NotActions != nil)
	})
	return found
}

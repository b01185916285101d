package paths

import (
	"slices"
	"sort"
	"strings"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// Graph says who can become whom across the accounts of an organization. It is not changed after Build and safe for several
// goroutines.
type Graph struct {
	org      *snapshot.Organization
	accounts []*Account
	byID     map[string]int
	// bases are the first nodes of the accounts' principals; behind the last account's follow the accounts' administrators,
	// then the nodes in rest.
	bases  []uint32
	admins uint32
	rest   []restNode
	labels []label
	// homes are the places of the nodes' accounts, -1 for none.
	homes []int32

	forward, reverse adjacency
}

// restNode is a node that is neither a principal nor an account's administrators.
type restNode struct {
	kind Kind
	// name is an account id, a service, a provider's ARN or a permission set.
	name string
	// account is the place of the account that a provider or group belongs to.
	account int
}

// adjacency holds the edges of each node side by side.
type adjacency struct {
	offsets []uint32
	// ends are the nodes at the other end, labels the edges' labels.
	ends, labels []uint32
}

type edge struct{ from, to, label uint32 }

func newAdjacency(nodes int, edges []edge, from, to func(edge) uint32) adjacency {
	a := adjacency{offsets: make([]uint32, nodes+1), ends: make([]uint32, len(edges)), labels: make([]uint32, len(edges))}
	for _, e := range edges {
		a.offsets[from(e)+1]++
	}
	for i := range nodes {
		a.offsets[i+1] += a.offsets[i]
	}
	next := slices.Clone(a.offsets[:nodes])
	for _, e := range edges {
		at := next[from(e)]
		next[from(e)]++
		a.ends[at], a.labels[at] = to(e), e.label
	}
	return a
}

// of yields the places of a node's edges.
func (a *adjacency) of(node uint32) (begin, end uint32) { return a.offsets[node], a.offsets[node+1] }

// Kind is what a node stands for.
type Kind uint8

// The kinds of nodes.
const (
	// Principal is a user or role of an account that was read.
	Principal Kind = iota
	// Administrators stand for every right in an account.
	Administrators
	// External is an account outside the organization.
	External
	// Service is an AWS service.
	Service
	// Provider is an identity provider of an account.
	Provider
	// PermissionSet is one of IAM Identity Center: the people to whom it is assigned.
	PermissionSet
	// Public is everybody with an AWS account.
	Public
	// Unread is an account of the organization that was not read: nobody knows what leads to it.
	Unread
	// group stands for principals with equal rights to assume roles; it is never shown.
	group
)

func (g *Graph) nodes() int { return int(g.admins) + len(g.accounts) + len(g.rest) }

func (g *Graph) principalNode(account int, place uint32) uint32 { return g.bases[account] + place }

func (g *Graph) adminNode(account int) uint32 { return g.admins + uint32(account) }

func (g *Graph) kind(node uint32) Kind {
	switch {
	case node < g.admins:
		return Principal
	case int(node-g.admins) < len(g.accounts):
		return Administrators
	}
	return g.restOf(node).kind
}

func (g *Graph) restOf(node uint32) *restNode { return &g.rest[int(node-g.admins)-len(g.accounts)] }

// accountOf returns the place of a node's account, -1 for none.
func (g *Graph) accountOf(node uint32) int {
	switch {
	case node < g.admins:
		return sort.Search(len(g.bases), func(i int) bool { return g.bases[i] > node }) - 1
	case int(node-g.admins) < len(g.accounts):
		return int(node - g.admins)
	}
	return g.restOf(node).account
}

// principal returns a principal's account and what is kept of it.
func (g *Graph) principal(node uint32) (int, *principal) {
	account := g.accountOf(node)
	return account, &g.accounts[account].principals[node-g.bases[account]]
}

// Accounts returns the ids of the accounts that the graph was built of, sorted.
func (g *Graph) Accounts() []string {
	out := make([]string, len(g.accounts))
	for i, a := range g.accounts {
		out[i] = a.id
	}
	return out
}

// name returns the ARN of a principal or provider, the root ARN of an account, or the name of anything else.
func (g *Graph) name(node uint32) string {
	switch g.kind(node) {
	case Principal:
		account, p := g.principal(node)
		return g.accounts[account].arn(p.name)
	case Administrators:
		return g.accounts[g.accountOf(node)].arn("root")
	case External, Unread:
		return "arn:" + g.org.Partition + ":iam::" + g.restOf(node).name + ":root"
	case Public:
		return "*"
	default:
		return g.restOf(node).name
	}
}

// orgPath is the account's place as aws:PrincipalOrgPaths spells it; empty when it is not known.
func orgPath(o *snapshot.Organization, account string) string {
	entry := o.Account(account)
	if o.ID == "" || entry == nil || len(entry.Parents) == 0 {
		return ""
	}
	return o.ID + "/" + strings.Join(entry.Parents, "/") + "/"
}

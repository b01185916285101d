package paths

import (
	"cmp"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// Build joins the extracts of accounts to a graph. Of the organization it reads the accounts and the control policies; those
// that could not be read take nothing away. The order of the accounts makes no difference, and they are not changed.
func Build(org *snapshot.Organization, accounts []*Account) *Graph {
	b := newBuilder(org, accounts)
	for i, a := range b.accounts {
		b.within(i, a)
	}
	for i, a := range b.accounts {
		for j := range a.principals {
			if p := &a.principals[j]; p.trust > 0 {
				b.trusted(&target{
					node: b.principalNode(i, uint32(j)), account: i, arn: a.arn(p.name), trust: a.trusts[p.trust-1],
				}, p)
			}
		}
	}
	b.administer()
	b.forward = newAdjacency(b.nodes(), b.edges, func(e edge) uint32 { return e.from }, func(e edge) uint32 { return e.to })
	b.reverse = newAdjacency(b.nodes(), b.edges, func(e edge) uint32 { return e.to }, func(e edge) uint32 { return e.from })
	b.homes = make([]int32, b.nodes())
	for node := range b.homes {
		b.homes[node] = int32(b.accountOf(uint32(node)))
	}
	return b.Graph
}

// builder is a graph in the making.
type builder struct {
	*Graph
	controls []*controls
	edges    []edge
	// byName finds principals, byRole roles by their name without path.
	byName, byRole []map[string]uint32
	labelPlaces    map[string]uint32
	restPlaces     map[restNode]uint32
	trusts         map[*document]*trustFacts
	classes        [][]*class
	// shared are the groups of all accounts that may assume roles: by the account whose roles they may, "" for any.
	shared map[string][]*sharedClass
}

// trustFacts is what a trust policy says before anybody asks.
type trustFacts struct {
	trustees        []trustee
	personal, local bool
}

func newBuilder(org *snapshot.Organization, accounts []*Account) *builder {
	sorted := slices.Clone(accounts)
	slices.SortFunc(sorted, func(a, b *Account) int { return cmp.Compare(a.id, b.id) })
	b := &builder{
		Graph:       &Graph{org: org, accounts: sorted, byID: map[string]int{}},
		labelPlaces: map[string]uint32{}, restPlaces: map[restNode]uint32{}, trusts: map[*document]*trustFacts{},
		classes: make([][]*class, len(sorted)), shared: nil,
	}
	table := newControlTable(org)
	for i, a := range sorted {
		b.byID[a.id] = i
		b.bases = append(b.bases, b.admins)
		b.admins += uint32(len(a.principals))
		b.controls = append(b.controls, table.of(org, a.id))
		byName, byRole := make(map[string]uint32, len(a.principals)), map[string]uint32{}
		for j := range a.principals {
			name := a.principals[j].name
			byName[name] = uint32(j)
			if rest, ok := strings.CutPrefix(name, "role/"); ok {
				byRole[rest[strings.LastIndex(rest, "/")+1:]] = uint32(j)
			}
		}
		b.byName, b.byRole = append(b.byName, byName), append(b.byRole, byRole)
	}
	return b
}

func (b *builder) addRest(n restNode) uint32 {
	node, ok := b.restPlaces[n]
	if !ok {
		node = uint32(b.nodes())
		b.rest = append(b.rest, n)
		b.restPlaces[n] = node
	}
	return node
}

func (b *builder) addLabel(l *label) uint32 {
	key := l.key()
	i, ok := b.labelPlaces[key]
	if !ok {
		i = uint32(len(b.labels))
		b.labelPlaces[key] = i
		b.labels = append(b.labels, *l)
	}
	return i
}

func (b *builder) add(from, to uint32, l *label) {
	if from != to {
		b.edges = append(b.edges, edge{from, to, b.addLabel(l)})
	}
}

// within adds what an account's extract says by itself.
func (b *builder) within(i int, a *Account) {
	places := make([]uint32, len(a.labels))
	for j := range a.labels {
		places[j] = b.addLabel(&a.labels[j])
	}
	for j := range a.principals {
		if p := &a.principals[j]; p.admin > 0 {
			b.edges = append(b.edges, edge{b.principalNode(i, uint32(j)), b.adminNode(i), places[p.admin-1]})
		}
	}
	for _, s := range a.steps {
		to := b.adminNode(i)
		if s.to != wholeAccount {
			to = b.principalNode(i, s.to)
		}
		b.edges = append(b.edges, edge{b.principalNode(i, s.from), to, places[s.label]})
	}
}

func (b *builder) facts(d *document) *trustFacts {
	f := b.trusts[d]
	if f == nil {
		f = &trustFacts{trustees: trustees(d.policy), personal: mentions(d.policy, personalKeys), local: mentions(d.policy, localKeys)}
		for i := range d.policy.Statements {
			s := &d.policy.Statements[i]
			f.personal = f.personal || s.NotPrincipal != nil
		}
		b.trusts[d] = f
	}
	return f
}

// namesIn reports whether a trust policy names single principals of an account, so that its principals are not alike.
func (b *builder) namesIn(d *document, account string) bool {
	for i := range d.policy.Statements {
		for _, p := range []*policy.Principal{d.policy.Statements[i].Principal, d.policy.Statements[i].NotPrincipal} {
			if p != nil && slices.ContainsFunc(p.AWS, func(name string) bool {
				t, ok := awsTrustee(name)
				return ok && t.account == account && t.kind != wholeOfAccount
			}) {
				return true
			}
		}
	}
	return false
}

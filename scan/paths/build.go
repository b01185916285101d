package paths

import (
	"cmp"
	"encoding/json"
	"fmt"
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
					node: b.principalNode(i, uint32(j)), account: i, arn: a.arn(p.name), trust: a.trusts[p.trust-1], //nolint:gosec // few principals
				}, p)
			}
		}
	}
	b.administer()
	b.forward = newAdjacency(b.nodes(), b.edges, func(e edge) uint32 { return e.from }, func(e edge) uint32 { return e.to })
	b.reverse = newAdjacency(b.nodes(), b.edges, func(e edge) uint32 { return e.to }, func(e edge) uint32 { return e.from })
	b.homes = make([]int32, b.nodes())
	for node := range b.homes {
		b.homes[node] = int32(b.accountOf(uint32(node))) //nolint:gosec // few accounts
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
	// shared are the groups of all accounts by what they may do.
	shared map[string]*sharedClass
	order  []*sharedClass
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
		b.admins += uint32(len(a.principals)) //nolint:gosec // fewer than AWS has principals
		b.controls = append(b.controls, table.of(org, a.id))
		byName, byRole := make(map[string]uint32, len(a.principals)), map[string]uint32{}
		for j := range a.principals {
			name := a.principals[j].name
			byName[name] = uint32(j) //nolint:gosec // as above
			if rest, ok := strings.CutPrefix(name, "role/"); ok {
				byRole[rest[strings.LastIndex(rest, "/")+1:]] = uint32(j) //nolint:gosec // as above
			}
		}
		b.byName, b.byRole = append(b.byName, byName), append(b.byRole, byRole)
	}
	return b
}

func (b *builder) addRest(n restNode) uint32 {
	node, ok := b.restPlaces[n]
	if !ok {
		node = uint32(b.nodes()) //nolint:gosec // fewer than edges
		b.rest = append(b.rest, n)
		b.restPlaces[n] = node
	}
	return node
}

func (b *builder) addLabel(l *label) uint32 {
	key := l.key()
	i, ok := b.labelPlaces[key]
	if !ok {
		i = uint32(len(b.labels)) //nolint:gosec // fewer than edges
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
			b.edges = append(b.edges, edge{b.principalNode(i, uint32(j)), b.adminNode(i), places[p.admin-1]}) //nolint:gosec // few principals
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

// class is a group of principals of one account that differ in nothing but their names.
type class struct {
	account  int
	grants   *grants
	members  []uint32
	personal bool
	node     uint32
	used     bool
}

// classesOf groups the principals of an account.
func (b *builder) classesOf(account int) []*class {
	if b.classes[account] != nil {
		return b.classes[account]
	}
	a := b.accounts[account]
	personal := b.controls[account].part(assumeRole).personal
	found := map[string]*class{}
	out := []*class{}
	for j := range a.principals {
		p := &a.principals[j]
		key := fmt.Sprint(p.grants, p.traits&(isUser|isServiceLinked))
		if found[key] == nil {
			c := &class{account: account, personal: personal}
			if p.grants > 0 {
				c.grants = a.grants[p.grants-1]
				c.personal = c.personal || c.grants.mentions(personalKeys)
			}
			found[key] = c
			out = append(out, c)
		}
		found[key].members = append(found[key].members, uint32(j)) //nolint:gosec // few principals
	}
	b.classes[account] = out
	return out
}

func (g *grants) mentions(keys []string) bool {
	return slices.ContainsFunc(g.identity, func(d *document) bool { return mentions(d.policy, keys) }) ||
		g.boundary != nil && mentions(g.boundary.policy, keys)
}

// use returns the class's node, and ties its members to it the first time.
func (b *builder) use(c *class) uint32 {
	if !c.used {
		c.used = true
		c.node = b.addRest(restNode{kind: group, account: c.account, name: fmt.Sprint("class ", b.accounts[c.account].id, c.members[0])})
		for _, m := range c.members {
			b.add(b.principalNode(c.account, m), c.node, &label{})
		}
	}
	return c.node
}

// sharedClass is a group of classes of several accounts with equal policies below equal control policies.
type sharedClass struct {
	classes []*class
	node    uint32
	used    bool
	local   bool
}

// sharedClasses groups the classes that may assume anything across accounts.
func (b *builder) sharedClasses() []*sharedClass {
	if b.shared != nil {
		return b.order
	}
	b.shared = map[string]*sharedClass{}
	for i := range b.accounts {
		control := b.controls[i].part(assumeRole)
		for _, c := range b.classesOf(i) {
			if c.grants == nil || !c.grants.allows {
				continue
			}
			p := &b.accounts[i].principals[c.members[0]]
			key := fmt.Sprint(b.controls[i].key, " ", p.traits&(isUser|isServiceLinked), b.accounts[i].id == b.org.ManagementID, c.grants.content())
			if b.shared[key] == nil {
				b.shared[key] = &sharedClass{local: control.local || c.grants.mentions(localKeys)}
				b.order = append(b.order, b.shared[key])
			}
			b.shared[key].classes = append(b.shared[key].classes, c)
		}
	}
	return b.order
}

// content is equal for grants with equal documents.
func (g *grants) content() string {
	var out strings.Builder
	write := func(d *document) {
		text, _ := json.Marshal(d.policy) //nolint:errchkjson // plain data
		fmt.Fprintf(&out, "%q %v %s\n", d.source, d.places, text)
	}
	fmt.Fprintln(&out, g.unreadIdentity, g.unreadBoundary)
	for _, d := range g.identity {
		write(d)
	}
	if g.boundary != nil {
		write(g.boundary)
	}
	return out.String()
}

func (b *builder) useShared(s *sharedClass) uint32 {
	if !s.used {
		s.used = true
		s.node = b.addRest(restNode{kind: group, account: -1, name: fmt.Sprint("shared ", s.classes[0].account, s.classes[0].members[0])})
		for _, c := range s.classes {
			b.add(b.use(c), s.node, &label{})
		}
	}
	return s.node
}

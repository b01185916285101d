package paths

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

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
		found[key].members = append(found[key].members, uint32(j))
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

// sharedClasses are the groups that may assume roles of an account, as far as their policies name accounts.
func (b *builder) sharedClasses(account string) []*sharedClass {
	if b.shared == nil {
		b.shared = map[string][]*sharedClass{}
		for _, s := range b.group() {
			for _, id := range s.classes[0].grants.accounts() {
				b.shared[id] = append(b.shared[id], s)
			}
		}
	}
	return slices.Concat(b.shared[""], b.shared[account])
}

// group joins the classes that may assume anything across accounts, in the order of accounts.
func (b *builder) group() []*sharedClass {
	var out []*sharedClass
	known := map[string]*sharedClass{}
	for i := range b.accounts {
		control := b.controls[i].part(assumeRole)
		for _, c := range b.classesOf(i) {
			if c.grants == nil || !c.grants.allows {
				continue
			}
			p := &b.accounts[i].principals[c.members[0]]
			key := fmt.Sprint(b.controls[i].key, " ", p.traits&(isUser|isServiceLinked), b.accounts[i].id == b.org.ManagementID, c.grants.content())
			if known[key] == nil {
				known[key] = &sharedClass{local: control.local || c.grants.mentions(localKeys)}
				out = append(out, known[key])
			}
			known[key].classes = append(known[key].classes, c)
		}
	}
	return out
}

// accounts are those whose roles the grants may allow to assume, "" alone for any.
func (g *grants) accounts() []string {
	anyAccount := []string{""}
	if g.unreadIdentity {
		return anyAccount
	}
	var out []string
	for _, d := range g.identity {
		for i := range d.policy.Statements {
			s := &d.policy.Statements[i]
			if s.Allows() && s.Resources == nil || d.policy.Malformed {
				return anyAccount
			}
			for _, pattern := range s.Resources {
				parts := strings.SplitN(pattern, ":", 6)
				switch {
				case !s.Allows():
				case len(parts) < 6 || !accountNumber.MatchString(parts[4]) || strings.ContainsAny(strings.Join(parts[:4], ""), "*?$"):
					return anyAccount
				default:
					out = append(out, parts[4])
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
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

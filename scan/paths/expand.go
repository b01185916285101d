package paths

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
)

// trusted adds the edges that lead to a role by its trust policy.
func (b *builder) trusted(t *target, p *principal) {
	if p.is(isPermissionSet) {
		set := b.addRest(restNode{kind: PermissionSet, name: permissionSetOf(p.name), account: -1})
		b.add(set, t.node, &label{technique: techniqueSignIn})
		return
	}
	f := b.facts(t.trust)
	for _, who := range f.trustees {
		switch who.kind {
		case onePrincipal, oneSession:
			b.one(t, who)
		case wholeOfAccount:
			b.account(t, f, who.account)
		case anybody:
			b.anybody(t, f)
		case oneService:
			b.outsider(t, &caller{Caller: policy.Caller{Kind: policy.Service, ARN: who.name}}, restNode{kind: Service, name: who.name, account: -1}, assumeRole, techniqueAssume)
		case oneProvider:
			b.provider(t, who.name)
		}
	}
}

// permissionSetOf takes the name of a permission set out of its role's.
func permissionSetOf(role string) string {
	name := strings.TrimPrefix(role[strings.LastIndex(role, "/")+1:], "AWSReservedSSO_")
	if i := strings.LastIndex(name, "_"); i > 0 {
		name = name[:i]
	}
	return name
}

// one adds the edge of a principal that the trust policy names, or of whoever is outside under that name.
func (b *builder) one(t *target, who trustee) {
	account, read := b.byID[who.account]
	switch {
	case read:
		place, ok := b.byName[account][who.name]
		if who.kind == oneSession {
			place, ok = b.byRole[account][who.name]
		}
		if ok {
			b.assume(t, account, place)
		}
	default:
		b.stranger(t, who)
	}
}

// stranger adds the edge of a principal of an account that was not read, whose own policies nobody here knows.
func (b *builder) stranger(t *target, who trustee) {
	arn := "arn:" + b.org.Partition + ":iam::" + who.account + ":" + who.name
	c := &caller{Caller: policy.Caller{Kind: policy.Role, ARN: arn, Account: who.account, OrgID: b.foreign()}, everything: true}
	if who.kind == oneSession {
		c.ARN = "arn:" + b.org.Partition + ":iam::" + who.account + ":role/" + who.name
	}
	if strings.HasPrefix(who.name, "user/") {
		c.Kind = policy.User
	}
	if b.member(who.account) {
		c.OrgID, c.OrgPath = b.org.ID, orgPath(b.org, who.account)
		b.outsider(t, c, restNode{kind: Unread, name: who.account, account: -1}, assumeRole, techniqueAssume)
		return
	}
	b.external(t, c, who.account)
}

// member reports whether the account belongs to the organization, read or not.
func (b *builder) member(account string) bool {
	_, read := b.byID[account]
	return read || b.org.Account(account) != nil
}

// foreign is the organization of accounts that are not listed: none where the organization itself listed its accounts.
func (b *builder) foreign() string {
	if strings.HasPrefix(b.org.Population, "organization") {
		return "-"
	}
	return ""
}

func (b *builder) assume(t *target, account int, place uint32) {
	node := b.principalNode(account, place)
	if node == t.node {
		return
	}
	c := b.principalCaller(account, &b.accounts[account].principals[place])
	if l, ok := b.decide(c, t, assumeRole, techniqueAssume); ok {
		b.add(node, t.node, &l)
	}
}

// account adds the edges of all who may act in an account that the trust policy names.
func (b *builder) account(t *target, f *trustFacts, id string) {
	account, read := b.byID[id]
	if !read {
		b.unread(t, id)
		return
	}
	for _, c := range b.classesOf(account) {
		if c.grants.covers(t.arn) {
			b.class(t, f, c)
		}
	}
	b.administrators(t, account)
}

// unread adds the edge of an account that was not read: one outside, or a member of the organization.
func (b *builder) unread(t *target, id string) {
	if !b.member(id) {
		b.external(t, anyoneOf(b.org.Partition, id, b.foreign()), id)
		return
	}
	c := anyoneOf(b.org.Partition, id, b.org.ID)
	c.OrgPath = orgPath(b.org, id)
	b.outsider(t, c, restNode{kind: Unread, name: id, account: -1}, assumeRole, techniqueAssume)
}

// administrators adds the edge of an account's administrators, who can let any principal there assume the role.
func (b *builder) administrators(t *target, account int) {
	if account == t.account {
		return // they can change the role itself
	}
	id := b.accounts[account].id
	c := anyoneOf(b.org.Partition, id, b.org.ID)
	c.OrgPath, c.controls = orgPath(b.org, id), b.controls[account]
	if l, ok := b.decide(c, t, assumeRole, techniqueAssume); ok {
		b.add(b.adminNode(account), t.node, &l)
	}
}

// class adds one edge for principals that are alike, and one for each where they may differ.
func (b *builder) class(t *target, f *trustFacts, c *class) {
	part := b.controls[t.account].part(assumeRole)
	if f.personal || c.personal || part.personal || b.namesIn(t.trust, b.accounts[c.account].id) {
		for _, m := range c.members {
			b.assume(t, c.account, m)
		}
		return
	}
	if l, ok := b.decide(b.principalCaller(c.account, &b.accounts[c.account].principals[c.members[0]]), t, assumeRole, techniqueAssume); ok {
		b.add(b.use(c), t.node, &l)
	}
}

// anybody adds the edges of a trust policy that names everybody: what its conditions leave of the world.
func (b *builder) anybody(t *target, f *trustFacts) {
	public := anyoneOf(b.org.Partition, "000000000000", b.foreign())
	b.outsider(t, public, restNode{kind: Public, account: -1}, assumeRole, techniqueAssume)
	for _, org := range foreignOrganizations(t.trust.policy, b.org.ID) {
		stranger := anyoneOf(b.org.Partition, "000000000000", org)
		b.outsider(t, stranger, restNode{kind: Public, account: -1}, assumeRole, techniqueAssume)
	}
	for _, id := range mentionedAccounts(t.trust.policy) {
		if !b.member(id) {
			b.external(t, anyoneOf(b.org.Partition, id, b.foreign()), id)
		}
	}
	for _, c := range b.classesOf(t.account) {
		b.class(t, f, c)
	}
	for _, s := range b.sharedClasses(b.accounts[t.account].id) {
		b.sharedClass(t, f, s)
	}
}

// sharedClass adds one edge for principals of many accounts that are alike, and one for each account where they may differ.
func (b *builder) sharedClass(t *target, f *trustFacts, s *sharedClass) {
	if !s.classes[0].grants.covers(t.arn) {
		return
	}
	part := b.controls[t.account].part(assumeRole)
	if f.personal || f.local || s.local || part.local || part.personal || s.classes[0].personal || len(t.trust.policy.Statements) > 1 {
		for _, c := range s.classes {
			if c.account != t.account {
				b.class(t, f, c)
			}
		}
		return
	}
	i := slices.IndexFunc(s.classes, func(c *class) bool { return c.account != t.account })
	if i < 0 {
		return
	}
	c := s.classes[i]
	if l, ok := b.decide(b.principalCaller(c.account, &b.accounts[c.account].principals[c.members[0]]), t, assumeRole, techniqueAssume); ok {
		b.add(b.useShared(s), t.node, &l)
	}
}

func (b *builder) external(t *target, c *caller, account string) {
	b.outsider(t, c, restNode{kind: External, name: account, account: -1}, assumeRole, techniqueAssume)
}

func (b *builder) outsider(t *target, c *caller, n restNode, action, technique string) {
	if l, ok := b.decide(c, t, action, technique); ok {
		b.add(b.addRest(n), t.node, &l)
	}
}

// provider adds the edges of who signs in with an identity provider.
func (b *builder) provider(t *target, arn string) {
	action, technique := assumeWithWebIdentity, techniqueWeb
	if strings.Contains(arn, ":saml-provider/") {
		action, technique = assumeWithSAML, techniqueSAML
	}
	n := restNode{kind: Provider, name: arn, account: t.account}
	b.outsider(t, &caller{Caller: policy.Caller{Kind: policy.Federated, ARN: arn}}, n, action, technique)
}

// administer adds that an account's administrators can act as its principals, for those that lead anywhere else.
func (b *builder) administer() {
	leaving := make([]bool, b.admins)
	for _, e := range b.edges {
		if e.from < b.admins && (e.to >= b.admins+uint32(len(b.accounts)) || b.accountOf(e.to) != b.accountOf(e.from)) {
			leaving[e.from] = true
		}
	}
	for node := range b.admins {
		if !leaving[node] {
			continue
		}
		account, p := b.principal(node)
		if !p.is(isServiceLinked | isPermissionSet) {
			b.takeOver(account, node, p)
		}
	}
}

// takeOver asks whether the control policies leave the change by which an administrator acts as the principal.
func (b *builder) takeOver(account int, node uint32, p *principal) {
	a := b.accounts[account]
	action := "iam:UpdateAssumeRolePolicy"
	if p.is(isUser) {
		action = "iam:CreateAccessKey"
	}
	c := anyoneOf(a.partition, a.id, b.org.ID)
	d := policy.Evaluate(policy.Request{
		Caller: c.Caller, Action: action, Resource: a.arn(p.name), ResourceAccount: a.id, ResourceOrgID: b.org.ID,
		Management: b.org.ManagementID, Context: c.context,
	}, policy.Policies{SCPs: b.controls[account].part(action).scps})
	if d.Outcome == policy.Deny {
		return
	}
	l := label{technique: techniqueAdminister}
	weigh(&l, d, action, &policy.Document{})
	b.add(b.adminNode(account), node, &l)
}

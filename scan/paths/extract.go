package paths

import (
	"cmp"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// Account is what the graph keeps of one account: small, and without the account's id in the names of its principals.
type Account struct {
	id, partition string
	// principals are sorted by name.
	principals []principal
	trusts     []*document
	grants     []*grants
	labels     []label
	steps      []step
}

// ID returns the account's id.
func (a *Account) ID() string { return a.id }

// principal is a user or role. The numbers are places in the account's lists plus one, 0 for none.
type principal struct {
	// name is the last part of the ARN: "user/deploy", "role/ci/pipeline".
	name   string
	trust  uint32
	grants uint32
	// admin is the label that says why the principal is an administrator.
	admin  uint32
	traits traits
}

type traits uint8

const (
	isUser traits = 1 << iota
	// isHuman is for users, and for roles that people can assume.
	isHuman
	isServiceLinked
	isPermissionSet
)

func (p *principal) is(t traits) bool { return p.traits&t != 0 }

// step is a technique within the account; to is the place of a principal, or wholeAccount.
type step struct{ from, to, label uint32 }

// wholeAccount stands for every right in the account.
const wholeAccount = ^uint32(0)

// Extract keeps what paths need of an account. Parse reads a policy document and may keep what it parsed. The sections
// principals and managed-documents must be there.
func Extract(account *snapshot.Account, analysis *access.Account, parse func(string) *policy.Document) *Account {
	x := &extraction{
		Account: &Account{id: account.ID, partition: account.Partition}, reducer: newReducer(), parse: parse,
		analysis: analysis, places: map[string]uint32{}, labels: map[string]uint32{},
	}
	var all []subject
	for i := range account.Users {
		u := &account.Users[i]
		all = append(all, subject{
			name: nameOf(u.ARN), verdict: analysis.UserAdmin(u), traits: isUser | isHuman,
			build: func() *access.Principal { return analysis.User(u) }, steps: func() []access.Step { return analysis.UserSteps(u) },
		})
	}
	for i := range account.Roles {
		r := &account.Roles[i]
		all = append(all, subject{
			name: nameOf(r.ARN), verdict: analysis.RoleAdmin(r), role: r,
			build: func() *access.Principal { return analysis.Role(r) }, steps: func() []access.Step { return analysis.RoleSteps(r) },
		})
	}
	slices.SortFunc(all, func(a, b subject) int { return cmp.Compare(a.name, b.name) })
	x.run(all)
	return x.Account
}

// subject is a principal on its way into the extract.
type subject struct {
	name    string
	verdict access.Verdict
	traits  traits
	// role is nil for a user.
	role  *snapshot.Role
	build func() *access.Principal
	steps func() []access.Step
}

type extraction struct {
	*Account
	*reducer

	analysis *access.Account
	parse    func(string) *policy.Document
	places   map[string]uint32
	labels   map[string]uint32
}

func (x *extraction) run(all []subject) {
	x.principals = make([]principal, 0, len(all))
	for i := range all {
		x.places[all[i].name] = uint32(i)
	}
	for i := range all {
		s := &all[i]
		x.principals = append(x.principals, x.principal(s, s.build()))
		if strengthOf(s.verdict) != certain && !x.principals[i].is(isServiceLinked) {
			x.addSteps(uint32(i), s.steps())
		}
	}
	x.Account.trusts, x.grants = x.trustList, x.grantList
}

func (x *extraction) principal(s *subject, p *access.Principal) principal {
	out := principal{name: strings.Clone(s.name), traits: s.traits, grants: x.reduceGrants(p)}
	if s.role != nil {
		t := x.reduceTrust(x.parse(s.role.Trust))
		out.trust = t
		out.traits |= roleTraits(s.role, x.trustList[t-1].policy)
	}
	if s.verdict.Possible() {
		out.admin = x.label(adminLabel(s.verdict)) + 1
	}
	return out
}

// roleTraits go by the path that AWS reserves, and by whom the trust policy lets in.
func roleTraits(r *snapshot.Role, trust *policy.Document) traits {
	switch {
	case strings.HasPrefix(r.Path, "/aws-service-role/"):
		return isServiceLinked
	case strings.HasPrefix(r.Path, "/aws-reserved/sso.amazonaws.com/"):
		return isPermissionSet | isHuman
	}
	for i := range trust.Statements {
		if p := trust.Statements[i].Principal; p != nil && trust.Statements[i].Allows() && letsPeopleIn(p) {
			return isHuman
		}
	}
	return 0
}

func letsPeopleIn(p *policy.Principal) bool {
	return p.All || slices.ContainsFunc(p.AWS, func(name string) bool {
		return !strings.Contains(name, ":") || strings.HasSuffix(name, ":root") || strings.Contains(name, ":user/") ||
			strings.Contains(name, ":role/aws-reserved/sso.amazonaws.com/")
	}) || slices.ContainsFunc(p.Federated, func(name string) bool { return strings.Contains(name, ":saml-provider/") })
}

// adminLabel says by which policies, and under which conditions, a principal is an administrator.
func adminLabel(v access.Verdict) label {
	l := label{technique: techniqueAdmin, strength: strengthOf(v), conditions: limiting(v.Conditions)}
	for _, source := range v.By {
		l.allowedBy = append(l.allowedBy, access.Statement{Source: source})
	}
	if l.strength == possible {
		l.needs = unreadNeeds(v.Unread)
	}
	return l
}

// strengthOf passes over control policies that could not be read: they can only take away.
func strengthOf(v access.Verdict) strength {
	unread := slices.DeleteFunc(slices.Clone(v.Unread), func(s string) bool { return s == access.ControlPolicies })
	switch {
	case v.Outcome == policy.Allow:
		return certain
	case v.Outcome == policy.Deny:
		return none
	case !v.Granted() || len(v.Conditions) == 0 && len(unread) > 0:
		return possible
	case len(limiting(v.Conditions)) > 0:
		return conditional
	}
	return certain
}

func unreadNeeds(unread []string) []string {
	var out []string
	for _, name := range unread {
		out = append(out, name+", which could not be read")
	}
	return out
}

// nameOf returns the last part of an ARN.
func nameOf(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	return parts[len(parts)-1]
}

// label returns the place of a label in the extract's list; equal ones are kept once.
func (x *extraction) label(l label) uint32 {
	key := l.key()
	i, ok := x.labels[key]
	if !ok {
		i = uint32(len(x.Account.labels))
		x.labels[key] = i
		x.Account.labels = append(x.Account.labels, l)
	}
	return i
}

package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// The actions that open a session of a role.
const (
	assumeRole            = "sts:AssumeRole"
	assumeWithSAML        = "sts:AssumeRoleWithSAML"
	assumeWithWebIdentity = "sts:AssumeRoleWithWebIdentity"
)

var assumeActions = []string{assumeRole, assumeWithSAML, assumeWithWebIdentity}

// trustPolicy is a role's trust policy as far as it lets somebody in.
type trustPolicy struct {
	document *policy.Document
	grants   []trustGrant
}

// trustGrant is one statement that lets somebody assume the role, with what the conditions of the statement and the denials
// of the document leave of it.
type trustGrant struct {
	conditionSet

	// key names the statement in a finding's identity.
	key       string
	statement *policy.Statement
	// trustees are the AWS principals; services and providers are the other kinds.
	trustees            []trustee
	services, providers []string
}

// readTrust reads a trust policy. Statements that say the same twice are one grant.
func readTrust(d *policy.Document) *trustPolicy {
	t := &trustPolicy{document: d}
	denials := denialsToAll(d)
	seen := map[string]bool{}
	for i := range d.Statements {
		s, key := &d.Statements[i], statementKey(d, i)
		if seen[key] || !s.Allows() || !opens(s, assumeActions...) {
			continue
		}
		seen[key] = true
		if g, ok := readGrant(denials, s); ok {
			g.key = key
			t.grants = append(t.grants, g)
		}
	}
	return t
}

// maxDenials is more than fit into AWS's quota for trust policies. Those beyond are not considered: without them a role looks
// more open, never less.
const maxDenials = 100

// denialsToAll returns the statements that deny something about assuming the role to everybody.
func denialsToAll(d *policy.Document) []*policy.Statement {
	var out []*policy.Statement
	for i := range d.Statements {
		s := &d.Statements[i]
		if s.Effect != "Deny" || s.Principal == nil || len(out) == maxDenials {
			continue
		}
		if (s.Principal.All || slices.Contains(s.Principal.AWS, "*")) && opens(s, assumeActions...) {
			out = append(out, s)
		}
	}
	return out
}

// readGrant returns false when one of the denials leaves nothing of what the statement allows.
func readGrant(denials []*policy.Statement, s *policy.Statement) (trustGrant, bool) {
	g := trustGrant{statement: s}
	if s.Principal != nil {
		g.services, g.providers = s.Principal.Service, s.Principal.Federated
		for _, text := range s.Principal.AWS {
			g.trustees = append(g.trustees, parseTrustee(text))
		}
	}
	for _, c := range s.Conditions {
		g.add(c)
	}
	for _, denial := range denials {
		if covers(denial, s) && !g.obey(denial) {
			return trustGrant{}, false
		}
	}
	g.settle()
	return g, true
}

// covers reports whether a denial speaks of every way in that the statement allows.
func covers(denial, s *policy.Statement) bool {
	return !slices.ContainsFunc(assumeActions, func(action string) bool { return opens(s, action) && !opens(denial, action) })
}

// obey adds what a denial leaves over, and reports whether that is anything. Of a denial with several conditions nobody can
// say which one a caller will meet; it counts as none.
func (g *trustGrant) obey(denial *policy.Statement) bool {
	conditions := slices.DeleteFunc(slices.Clone(denial.Conditions), func(c policy.Condition) bool {
		return strings.EqualFold(c.Key, "aws:PrincipalIsAWSService") && only(c.Values, "false")
	})
	if len(conditions) == 1 {
		g.forbid(conditions[0])
	}
	return len(conditions) > 0
}

// opens reports whether the statement speaks of one of the actions.
func opens(s *policy.Statement, actions ...string) bool {
	return slices.ContainsFunc(actions, func(action string) bool {
		names := func(pattern string) bool { return policy.MatchAction(pattern, action) }
		if s.NotActions != nil {
			return !slices.ContainsFunc(s.NotActions, names)
		}
		return slices.ContainsFunc(s.Actions, names)
	})
}

// open reports whether the statement names everybody.
func (g *trustGrant) open() bool {
	if g.statement.Principal == nil {
		return false
	}
	return g.statement.Principal.All || slices.Contains(g.providers, "*") ||
		slices.ContainsFunc(g.trustees, func(t trustee) bool { return t.kind == everyone })
}

// accounts returns the accounts that the statement lets in by id, sorted: by its principals and conditions together, or for
// everybody by conditions alone.
func (g *trustGrant) accounts() []string {
	bound, limited := g.boundAccounts()
	if g.open() {
		return bound
	}
	var out []string
	for _, t := range g.trustees {
		if t.account != "" && (!limited || slices.Contains(bound, t.account)) {
			out = append(out, t.account)
		}
	}
	return distinct(out)
}

// boundAccounts returns the accounts that conditions on the principal name, and false when they name none.
func (g *trustGrant) boundAccounts() ([]string, bool) {
	var out []string
	values, limited := g.all("aws:principalaccount", plain)
	for _, v := range values {
		out = append(out, v.text)
	}
	arns, byARN := g.all("aws:principalarn", inOneAccount)
	var named []string
	for _, v := range arns {
		account, _ := arnAccount(v.text)
		named = append(named, account)
	}
	switch {
	case limited && byARN:
		out = slices.DeleteFunc(out, func(id string) bool { return !slices.Contains(named, id) })
	case byARN:
		out = named
	}
	return distinct(out), limited || byARN
}

// verdict is what a check says about one role.
type verdict int

const (
	// aside: the rule does not speak of the role.
	aside verdict = iota
	fine
	wrong
)

// trusting is a role with its trust policy.
type trusting struct {
	*snapshot.Role
	*trustPolicy
}

// eachTrust calls judge for every role whose trust policy can be changed and read. A policy that cannot be read is UNKNOWN:
// it may let anybody in.
func eachTrust(p *Pass, judge func(trusting) verdict) {
	for i := range p.Account.Roles {
		r := &p.Account.Roles[i]
		if serviceLinked(r) {
			p.NotApplicable(r.ARN, "service-linked role")
			continue
		}
		t := p.trust(r)
		if !understood(t.document) {
			p.Unknown(r.ARN, unparsed, "the trust policy is not a policy that can be read")
			continue
		}
		if judge(trusting{r, t}) == fine {
			p.OK(r.ARN)
		}
	}
}

// eachGrant judges every statement of every role: a role is wrong when one of them is, and aside when all are.
func eachGrant(p *Pass, judge func(trusting, *trustGrant) verdict) {
	eachTrust(p, func(t trusting) verdict {
		worst := aside
		for i := range t.grants {
			worst = max(worst, judge(t, &t.grants[i]))
		}
		return worst
	})
}

// trust returns a role's trust policy; equal texts are read once per account.
func (p *Pass) trust(r *snapshot.Role) *trustPolicy {
	t, ok := p.shared.trusts[r.Trust]
	if !ok {
		t = readTrust(p.Document(r.Trust))
		p.shared.trusts[r.Trust] = t
	}
	return t
}

// tell completes a finding about a trust policy.
func (t trusting) tell(o *Outcome) *Outcome {
	o.Policy(t.document)
	if product := trustProduct(t.Role); product != "" {
		o.Evidence("made by", product)
	}
	return o
}

// trustProduct names the product that puts the role into accounts, AWS Organizations included.
func trustProduct(r *snapshot.Role) string {
	if r.Name == "OrganizationAccountAccessRole" {
		return "AWS Organizations"
	}
	return landingZone(r)
}

package paths

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/policy"
)

// caller is somebody who may assume a role.
type caller struct {
	policy.Caller
	grants *grants
	// everything says that the caller's own policies are unknown and taken to allow everything.
	everything bool
	controls   *controls
	context    map[string]policy.Value
}

// target is a role that may be assumed.
type target struct {
	node    uint32
	account int
	arn     string
	trust   *document
}

// everythingAllowed stands for identity policies that nobody here can read.
var everythingAllowed = &policy.Document{Version: "2012-10-17", Statements: []policy.Statement{{
	Effect: "Allow", Actions: []string{"*"}, Resources: []string{"*"},
}}}

// decide evaluates one request by the rules of scan/policy. It returns false when it is denied.
func (b *builder) decide(c *caller, t *target, action, technique string) (label, bool) {
	p := policy.Policies{Resource: t.trust.policy, RCPs: b.controls[t.account].part(action).rcps}
	if c.controls != nil {
		p.SCPs = c.controls.part(action).scps
	}
	if c.everything {
		p.Identity = []*policy.Document{everythingAllowed}
	}
	if g := c.grants; g != nil {
		for _, d := range g.identity {
			p.Identity = append(p.Identity, d.policy)
		}
		if g.boundary != nil {
			p.Boundary = g.boundary.policy
		}
		if g.unreadIdentity {
			p.Unread = append(p.Unread, policy.Identity)
		}
		if g.unreadBoundary {
			p.Unread = append(p.Unread, policy.Boundary)
		}
	}
	d := policy.Evaluate(policy.Request{
		Caller: c.Caller, Action: action, Resource: t.arn, ResourceAccount: b.accounts[t.account].id,
		ResourceOrgID: b.org.ID, Management: b.org.ManagementID, Context: c.context,
	}, p)
	if d.Outcome == policy.Deny {
		return label{}, false
	}
	l := label{technique: technique, allowedBy: reasons(d, c.grants, t.trust)}
	weigh(&l, d, action, t.trust.policy)
	return l, true
}

// weigh says how sure a decision is, and what it depends on.
func weigh(l *label, d policy.Decision, action string, trust *policy.Document) {
	for _, c := range d.Conditions {
		switch {
		case c.Operator != "" && action != assumeRole && strings.HasSuffix(strings.ToLower(c.Key), ":aud"):
			// Whoever may sign in at all asks for the audience that is wanted.
		case c.Operator != "":
			l.conditions = append(l.conditions, c.Key)
		case c.Key == "Principal" && slices.ContainsFunc(trustees(trust), func(t trustee) bool { return t.kind == oneSession }):
			l.conditions = append(l.conditions, "sts:RoleSessionName")
		case c.Key == "Principal":
			l.needs = append(l.needs, "a permissions boundary that does not hold where everybody is trusted")
		case c.Key == "Policy":
			l.needs = append(l.needs, "policies that could not be read")
		}
	}
	l.conditions = limiting(l.conditions)
	slices.Sort(l.conditions)
	slices.Sort(l.needs)
	l.conditions, l.needs = slices.Compact(l.conditions), slices.Compact(l.needs)
	switch {
	case len(l.needs) > 0:
		l.strength = possible
	case len(l.conditions) > 0:
		l.strength = conditional
	}
}

// reasons are the statements that allow: those of the caller's policies and of the trust policy.
func reasons(d policy.Decision, g *grants, trust *document) []access.Statement {
	var out []access.Statement
	for _, r := range d.Because {
		switch {
		case r.Effect != policy.Allow:
		case r.Kind == policy.Resource:
			out = append(out, trust.statement(r.Statement))
		case r.Kind == policy.Identity && g != nil && r.Document < len(g.identity):
			out = append(out, g.identity[r.Document].statement(r.Statement))
		}
	}
	return out
}

// covers reports whether the caller's own policies can allow assuming a role at all: a cheap answer before the exact one.
func (g *grants) covers(arn string) bool {
	if g == nil {
		return false
	}
	if g.unreadIdentity {
		return true
	}
	matches := func(pattern string) bool { return strings.Contains(pattern, "${") || policy.Match(pattern, arn) }
	for _, d := range g.identity {
		if d.policy.Malformed {
			return true
		}
		for i := range d.policy.Statements {
			s := &d.policy.Statements[i]
			if s.Allows() && (s.Resources == nil || slices.ContainsFunc(s.Resources, matches)) {
				return true
			}
		}
	}
	return false
}

// principalCaller is a user or role of the organization.
func (b *builder) principalCaller(account int, p *principal) *caller {
	a := b.accounts[account]
	c := &caller{controls: b.controls[account], Caller: policy.Caller{
		Kind: policy.Role, ARN: a.arn(p.name), Account: a.id, OrgID: b.org.ID, OrgPath: orgPath(b.org, a.id),
	}}
	if p.is(isUser) {
		c.Kind = policy.User
	}
	if p.grants > 0 {
		c.grants = a.grants[p.grants-1]
	}
	return c
}

// anyoneOf is somebody with every permission in an account: of an administrator's making, or of an account outside.
func anyoneOf(partition, account, org string) *caller {
	return &caller{
		Caller: policy.Caller{Kind: policy.Root, ARN: "arn:" + partition + ":iam::" + account + ":root", Account: account, OrgID: org},
		context: map[string]policy.Value{
			"aws:PrincipalArn": policy.Present(), "aws:PrincipalType": policy.Present(), "aws:username": policy.Unknown(),
			"aws:userid": policy.Present(),
		},
	}
}

func (a *Account) arn(name string) string { return "arn:" + a.partition + ":iam::" + a.id + ":" + name }

package access

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
)

// Question is one action on one target, with what is known of the request beyond who makes it.
type Question struct {
	// Action is spelled out, without wildcards.
	Action string
	Target *Target
	// Context holds condition keys of the request; those that are not there are not known.
	Context map[string]policy.Value
}

// Context makes the context of a question of values by condition key. A key with several values holds a set.
func Context(values map[string][]string) map[string]policy.Value {
	out := make(map[string]policy.Value, len(values))
	for key, list := range values {
		out[key] = policy.Multi(list...)
		if len(list) == 1 {
			out[key] = policy.Single(list[0])
		}
	}
	return out
}

// Root returns the root user of the account.
func (a *Account) Root() *Principal {
	return a.principal(policy.Caller{Kind: policy.Root, ARN: a.account.RootARN(), Tags: map[string]string{}})
}

// Stranger returns a user or role, by its ARN, of an account whose principals were not read; why says so for people. What
// the organization says of the account counts all the same.
func (a *Account) Stranger(arn, why string) *Principal {
	kind := policy.User
	switch {
	case strings.Contains(arn, ":role/"):
		kind = policy.Role
	case strings.HasSuffix(arn, ":root"):
		kind = policy.Root
	}
	p := a.principal(policy.Caller{Kind: kind, ARN: arn})
	if p.foreign = a.org.Account(a.account.ID) == nil; p.foreign {
		p.Caller.OrgID, p.Policies.SCPs, p.Policies.Unread, p.Unread = "", nil, nil, nil
		p.unread(policy.SCP, why)
	}
	p.unread(policy.Identity, why)
	p.unread(policy.Boundary, why)
	return p
}

// Ask answers a question about a principal of the account, with the statements that decide.
//
// The policy of a resource is looked at where it is a role's trust policy. Another resource of the principal's account is
// taken to leave the decision to the account's policies (Answer.Sight says so); one of another account makes the answer
// depend unless the rest denies it. Session policies are not known.
func (a *Account) Ask(p *Principal, q *Question) *Answer {
	if p.Caller.Kind == policy.Root && Assumes(q.Action) {
		return &Answer{Outcome: policy.Deny, Explicit: true, Sight: Nothing, Rule: "AWS lets no root user assume a role"}
	}
	e := &exchange{account: a, principal: p, question: q, policies: p.Policies, scps: a.controls.named}
	e.resourceSide()
	e.decision = policy.Evaluate(e.request(), e.policies)
	return e.answer()
}

// exchange is one question on its way to an answer.
type exchange struct {
	account    *Account
	principal  *Principal
	question   *Question
	policies   policy.Policies
	decision   policy.Decision
	scps, rcps []level
	// assumed says that the resource's policy is a stand-in.
	assumed bool
}

func (e *exchange) request() policy.Request {
	r := plainRequest(e.principal, e.question.Action, e.question.Target.ARN)
	r.Context = e.question.Context
	if t := e.question.Target; t.Account != "" {
		r.ResourceAccount, r.ResourceOrgID = t.Account, e.account.orgOf(t)
	} else {
		r.ResourceAccount, r.ResourceOrgID = e.principal.Caller.Account, e.principal.Caller.OrgID
	}
	return r
}

// orgOf is the organization of a target's account; empty when it is not known.
func (a *Account) orgOf(t *Target) string {
	if t.member || t.Account == a.account.ID {
		return a.org.ID
	}
	return ""
}

// resourceSide fills in what holds for the resource.
func (e *exchange) resourceSide() {
	t := e.question.Target
	own := t.Account == "" || t.Account == e.principal.Caller.Account
	unread := t.unread
	e.rcps = t.rcps
	if t.Account == "" {
		e.rcps, unread = e.account.levels(resourceControl)
	}
	e.policies.RCPs = documents(e.rcps)
	e.policies.Unread = slices.Clone(e.policies.Unread)
	if unread {
		e.policies.Unread = append(e.policies.Unread, policy.RCP)
	}
	switch {
	case t.Sight == Seen:
		e.policies.Resource = t.trust
	case t.Sight == Lost, t.Sight == Unseen && !own:
		e.policies.Unread = append(e.policies.Unread, policy.Resource)
	case own:
		e.policies.Resource, e.assumed = delegating(e.principal.Caller.Account), true
	}
}

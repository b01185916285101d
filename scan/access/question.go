package access

import (
	"slices"

	"github.com/orgscan/orgscan/scan/policy"
)

// question evaluates requests of one principal and keeps what the answers rest on.
type question struct {
	principal *Principal
	policies  policy.Policies
	by, keys  []string
	// more is true when the policies in by alone do not make an administrator.
	more bool
}

// all asks for every action and stops at the first that is denied.
func (q *question) all(actions []act) policy.Outcome {
	outcome := policy.Allow
	var by shared
	for _, a := range actions {
		before := len(q.by)
		if outcome = least(outcome, q.ask(a)); outcome == policy.Deny {
			break
		}
		by.keep(q.by[before:])
	}
	q.by = by.or(q.by)
	return outcome
}

// best asks for the actions until one is allowed.
func (q *question) best(actions []act) policy.Outcome {
	best := policy.Deny
	for _, a := range actions {
		if best = most(best, q.ask(a)); best == policy.Allow {
			break
		}
	}
	return best
}

// reach returns the best of the ways. Once one is open, the conditions and policies of the others do not matter.
func (q *question) reach(list []way) policy.Outcome {
	best := policy.Deny
	for _, w := range list {
		before := len(q.by)
		outcome := q.walk(w)
		if outcome == policy.Allow {
			q.by, q.keys = q.by[before:], nil
			return outcome
		}
		if outcome == policy.Deny {
			q.by = q.by[:before]
		}
		best = most(best, outcome)
	}
	return best
}

// walk asks for one way and stops at the first step that is denied.
func (q *question) walk(w way) policy.Outcome {
	start, outcome := len(q.by), policy.Allow
	var by shared
	for _, step := range w {
		before := len(q.by)
		if outcome = least(outcome, q.best(step)); outcome == policy.Deny {
			return outcome
		}
		by.keep(q.by[before:])
	}
	q.by = append(q.by[:start], by.or(q.by[start:])...)
	return outcome
}

// shared are the policies that every one of several answers rests on.
type shared struct {
	begun bool
	names []string
}

func (s *shared) keep(names []string) {
	if !s.begun {
		s.begun, s.names = true, slices.Clone(names)
		return
	}
	s.names = slices.DeleteFunc(s.names, func(name string) bool { return !slices.Contains(names, name) })
}

// or returns the shared policies, each of which is enough by itself, and all where there is none.
func (s *shared) or(all []string) []string {
	if len(s.names) > 0 {
		return s.names
	}
	return all
}

// ask evaluates one action on every witness; the worst answer counts.
func (q *question) ask(a act) policy.Outcome {
	outcome := policy.Allow
	for _, resource := range witnesses(q.principal, a) {
		d := policy.Evaluate(q.request(a.action, resource), q.policies)
		if outcome = least(outcome, d.Outcome); outcome == policy.Deny {
			break
		}
		q.note(d)
	}
	return outcome
}

// request leaves open what a caller may choose, but for the boundary of the new identity: it is to have none.
func (q *question) request(action, resource string) policy.Request {
	return policy.Request{
		Caller: q.principal.Caller, Action: action, Resource: resource, ResourceAccount: q.principal.Caller.Account,
		ResourceOrgID: q.principal.Caller.OrgID, Management: q.principal.Management,
		Context: map[string]policy.Value{"iam:PermissionsBoundary": policy.Absent()},
	}
}

func (q *question) note(d policy.Decision) {
	for _, r := range d.Because {
		if r.Kind == policy.Identity && r.Effect == policy.Allow {
			q.by = append(q.by, q.principal.Sources[r.Document])
		}
	}
	for _, c := range d.Conditions {
		if c.Operator != "" {
			q.keys = append(q.keys, c.Key)
		}
	}
}

// fromWorst are the outcomes in the order in which they count against a principal being an administrator.
var fromWorst = []policy.Outcome{policy.Deny, policy.Depends, policy.Allow}

func least(a, b policy.Outcome) policy.Outcome {
	return fromWorst[min(slices.Index(fromWorst, a), slices.Index(fromWorst, b))]
}

func most(a, b policy.Outcome) policy.Outcome {
	return fromWorst[max(slices.Index(fromWorst, a), slices.Index(fromWorst, b))]
}

func distinct(list []string) []string {
	out := slices.Clone(list)
	slices.Sort(out)
	return slices.Compact(out)
}

package access

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
)

// answer says whether a principal may do what a step takes, and what that rests on.
type answer struct {
	outcome policy.Outcome
	// keys are condition keys, unread what could not be read, of a Depends.
	keys, unread []string
	// by are the statements whose removal turns the answer into a Deny.
	by []Statement
}

var (
	denied = answer{outcome: policy.Deny}
	given  = answer{outcome: policy.Allow}
)

func (a answer) denied() bool { return a.outcome == policy.Deny }

// and joins what must be allowed together. Of the statements, those suffice that allow one of the two: the fewer.
func (a answer) and(b answer) answer {
	if a.denied() || b.denied() {
		return denied
	}
	by := a.by
	if len(by) == 0 || len(b.by) > 0 && len(b.by) < len(by) {
		by = b.by
	}
	return answer{
		outcome: least(a.outcome, b.outcome), by: by,
		keys: joined(a.keys, b.keys), unread: joined(a.unread, b.unread),
	}
}

// or is the better of two ways to the same; to take both away, the statements of both must go.
func (a answer) or(b answer) answer {
	if b.denied() {
		return a
	}
	if a.denied() {
		return b
	}
	best := a
	if better(b, a) < 0 {
		best = b
	}
	best.by = joinedStatements(a.by, b.by)
	return best
}

// better compares the outcomes of two ways; less than 0 means that the first is more certain.
func better(a, b answer) int {
	return cmp.Or(
		-cmp.Compare(slices.Index(fromWorst, a.outcome), slices.Index(fromWorst, b.outcome)),
		cmp.Compare(len(a.unread), len(b.unread)), cmp.Compare(len(a.keys), len(b.keys)),
		slices.Compare(a.unread, b.unread), slices.Compare(a.keys, b.keys),
	)
}

func joined(a, b []string) []string {
	if len(b) == 0 {
		return a
	}
	if len(a) == 0 {
		return b
	}
	return distinct(slices.Concat(a, b))
}

func joinedStatements(a, b []Statement) []Statement {
	if len(b) == 0 {
		return a
	}
	out := slices.Concat(a, b)
	slices.SortFunc(out, compareStatements)
	return slices.Compact(out)
}

func compareStatements(a, b Statement) int {
	return cmp.Or(strings.Compare(a.Source, b.Source), strings.Compare(a.SID, b.SID), cmp.Compare(a.Place, b.Place))
}

const tokenIssueTime = "aws:TokenIssueTime"

// ask decides one request of the principal. Only what a statement that could be read allows counts.
func (w *walk) ask(action, resource string, context map[string]policy.Value) answer {
	if !w.scopeOf(action).covers(resource) {
		return denied
	}
	return w.decide(w.request(action, resource, context), w.p.Policies)
}

func (w *walk) request(action, resource string, context map[string]policy.Value) policy.Request {
	r := plainRequest(w.p, action, resource)
	r.Resource, r.Context = resource, context
	return r
}

func (w *walk) decide(r policy.Request, policies policy.Policies) answer {
	d := policy.Evaluate(r, policies)
	if d.Outcome == policy.Deny {
		return denied
	}
	outcome := d.Outcome
	if outcome == policy.Depends && dependsOn(d, tokenIssueTime) {
		if d, outcome = w.sessionBegun(r, policies, d); outcome == policy.Deny {
			return denied
		}
	}
	out := answer{outcome: outcome, by: w.statements(d)}
	if len(out.by) == 0 && policies.Resource == nil {
		return denied
	}
	if outcome == policy.Depends {
		out.keys, out.unread = openEnds(d, w.p)
	}
	w.completeBy(&out, r, policies)
	if policies.Resource != nil && len(out.by) > 0 && !w.breaks(out.by, r, policies) {
		out.by = nil
	}
	return out
}

// breaks reports whether nothing allows the request once the statements are gone.
func (w *walk) breaks(by []Statement, r policy.Request, policies policy.Policies) bool {
	policies.Identity = w.p.without(by)
	return policy.Evaluate(r, policies).Outcome == policy.Deny
}

// sessionBegun decides a request that depends on when its session began: with the run, for a role; a user may also come
// without a session.
func (w *walk) sessionBegun(r policy.Request, policies policy.Policies, d policy.Decision) (policy.Decision, policy.Outcome) {
	asOf := w.a.account.AsOf
	if asOf.IsZero() {
		return d, d.Outcome
	}
	r.Context = with(r.Context, tokenIssueTime, policy.Single(asOf.UTC().Format("2006-01-02T15:04:05Z")))
	now := policy.Evaluate(r, policies)
	if r.Caller.Kind != policy.User {
		return now, now.Outcome
	}
	r.Context = with(r.Context, tokenIssueTime, policy.Absent())
	without := policy.Evaluate(r, policies)
	if now.Outcome == without.Outcome {
		return now, now.Outcome
	}
	return d, policy.Depends
}

func with(context map[string]policy.Value, key string, v policy.Value) map[string]policy.Value {
	out := make(map[string]policy.Value, len(context)+1)
	maps.Copy(out, context)
	out[key] = v
	return out
}

func dependsOn(d policy.Decision, key string) bool {
	return slices.ContainsFunc(d.Conditions, func(c policy.Dependency) bool { return strings.EqualFold(c.Key, key) })
}

// openEnds are the condition keys and the unread policies that a decision depends on.
func openEnds(d policy.Decision, p *Principal) (keys, unread []string) {
	for _, c := range d.Conditions {
		switch {
		case c.Key == "Policy":
			unread = p.Unread
		case c.Key != "":
			keys = append(keys, c.Key)
		}
	}
	return distinct(keys), distinct(unread)
}

// statements are the principal's own that allow, for certain or perhaps.
func (w *walk) statements(d policy.Decision) []Statement {
	var out []Statement
	for _, r := range d.Because {
		if r.Kind == policy.Identity && r.Effect == policy.Allow && r.Statement >= 0 {
			out = append(out, w.p.statement(r.Document, r.Statement))
		}
	}
	slices.SortFunc(out, compareStatements)
	return slices.Compact(out)
}

func (p *Principal) statement(document, place int) Statement {
	s := Statement{Source: p.Sources[document], SID: p.Policies.Identity[document].Statements[place].SID}
	if s.SID == "" {
		s.Place = place + 1
	}
	return s
}

// completeBy adds the statements that would still allow the request, under conditions, once those that allow it for
// certain are gone.
func (w *walk) completeBy(out *answer, r policy.Request, policies policy.Policies) {
	for w.p.hasOther(out.by, r.Action) {
		rest := policies
		rest.Identity = w.p.without(out.by)
		d := policy.Evaluate(r, rest)
		more := w.statements(d)
		if d.Outcome == policy.Deny || len(more) == 0 {
			return
		}
		out.by = joinedStatements(out.by, more)
	}
}

// hasOther reports whether a statement with conditions allows the action besides those given.
func (p *Principal) hasOther(given []Statement, action string) bool {
	for i, d := range p.Policies.Identity {
		for j := range d.Statements {
			s := &d.Statements[j]
			if s.Allows() && len(s.Conditions) > 0 && covers(s, action) && !slices.Contains(given, p.statement(i, j)) {
				return true
			}
		}
	}
	return false
}

// covers reports whether the statement speaks of the action.
func covers(s *policy.Statement, action string) bool {
	in := func(pattern string) bool { return policy.MatchAction(pattern, action) }
	return (s.Actions == nil || slices.ContainsFunc(s.Actions, in)) && !slices.ContainsFunc(s.NotActions, in)
}

// without returns the principal's own policies in which the given statements say nothing.
func (p *Principal) without(given []Statement) []*policy.Document {
	out := slices.Clone(p.Policies.Identity)
	for i, d := range out {
		for j := range d.Statements {
			if slices.Contains(given, p.statement(i, j)) {
				out[i] = silenced(out[i], j)
			}
		}
	}
	return out
}

// silenced is a copy of the document with a statement that has no effect any more; the others keep their places.
func silenced(d *policy.Document, place int) *policy.Document {
	out := *d
	out.Statements = slices.Clone(d.Statements)
	out.Statements[place].Effect = ""
	return &out
}

package access

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
)

// become notes what the principal gains when it turns into q: every right in the account if q is an administrator, else
// where the steps of q lead that it could not go before.
func (w *walk) become(t *Technique, got answer, q *Principal, needs ...string) {
	if got.denied() {
		return
	}
	now := asAnswer(Admin(q))
	if !now.denied() && (w.admin.denied() || better(now, w.admin) < 0) {
		w.add(t, w.a.account.RootARN(), got.and(now), needs...)
	}
	all := got.and(now)
	if now.outcome == policy.Allow || w.changed {
		return
	}
	for _, s := range w.stepsAs(q) {
		if next, more := s.answer(), s.missing(); !w.goes(s.To, next, len(more)) {
			// Where everything is gained no less surely, this adds nothing.
			if got := got.and(next); all.denied() || better(got, all) < 0 {
				w.add(t, s.To, got, slices.Concat(needs, more)...)
			}
		}
	}
}

// asAnswer is denied for who is no administrator, or only perhaps by policies that could not be read.
func asAnswer(v Verdict) answer {
	if !v.Granted() {
		return denied
	}
	return answer{outcome: v.Outcome, keys: v.Conditions, unread: v.Unread}
}

// answer is a step that was taken, without its statements: they are not the principal's own.
func (s Step) answer() answer {
	if len(s.Conditions)+len(s.Unread) > 0 {
		return answer{outcome: policy.Depends, keys: s.Conditions, unread: s.Unread}
	}
	return given
}

// missing are the needs that are not about what could not be read.
func (s Step) missing() []string {
	return slices.DeleteFunc(slices.Clone(s.Needs), func(need string) bool {
		return slices.ContainsFunc(s.Unread, func(name string) bool { return need == unreadNeed(name) })
	})
}

// Certain reports whether the step is Proven, or would be if what could not be read forbids nothing.
func (s Step) Certain() bool { return s.Outcome == Proven || len(s.missing()) == 0 }

func unreadNeed(name string) string {
	return "that " + name + ", which could not be read, does not forbid it"
}

// stepsAs are the steps of what the principal becomes, found once.
func (w *walk) stepsAs(q *Principal) []Step {
	steps, ok := w.became[q]
	if !ok {
		steps = w.a.stepsOf(q, true)
		w.became[q] = steps
	}
	return steps
}

// goes reports whether the principal gets somewhere at least as surely without changing itself.
func (w *walk) goes(to string, got answer, needs int) bool {
	d, ok := w.direct[to]
	return ok && len(d.needs) <= needs && better(d.answer, got) <= 0
}

// keepDirect remembers where the steps lead that were found so far.
func (w *walk) keepDirect() {
	w.direct = map[string]*foundStep{}
	for key, f := range w.found {
		if d := w.direct[key.to]; d == nil || len(f.needs) < len(d.needs) || len(f.needs) == len(d.needs) && better(f.answer, d.answer) < 0 {
			w.direct[key.to] = f
		}
	}
}

// unlimited is the principal with a policy that allows everything.
func (w *walk) unlimited() *Principal {
	if w.wide == nil {
		w.wide = w.p.plus(unlimited)
	}
	return w.wide
}

// plus is the principal with one more policy of its own.
func (p *Principal) plus(d *policy.Document) *Principal {
	q := *p
	q.Policies.Identity = append(slices.Clone(p.Policies.Identity), d)
	q.Sources = append(slices.Clone(p.Sources), "new policy")
	return &q
}

// dropping is the principal without some of its own policies.
func (p *Principal) dropping(sources ...string) *Principal {
	q := *p
	q.Policies.Identity, q.Sources = nil, nil
	for i, source := range p.Sources {
		if !slices.Contains(sources, source) {
			q.Policies.Identity = append(q.Policies.Identity, p.Policies.Identity[i])
			q.Sources = append(q.Sources, source)
		}
	}
	q.forget(func(kind policy.Kind, name string) bool {
		return kind == policy.Identity && slices.Contains(sources, name)
	})
	return &q
}

// unbound is the principal without its boundary.
func (p *Principal) unbound() *Principal {
	q := *p
	q.Policies.Boundary = nil
	q.forget(func(kind policy.Kind, _ string) bool { return kind == policy.Boundary })
	return &q
}

// uncontrolled is the principal outside of every organization.
func (p *Principal) uncontrolled() *Principal {
	q := *p
	q.Policies.SCPs, q.Caller.OrgID, q.Caller.OrgPath = nil, "-", ""
	q.forget(func(kind policy.Kind, _ string) bool { return kind == policy.SCP })
	return &q
}

// forget drops what could not be read and does not matter any more. Both lists have one entry for each.
func (p *Principal) forget(gone func(kind policy.Kind, name string) bool) {
	var kinds []policy.Kind
	var names []string
	for i, name := range p.Unread {
		if !gone(p.Policies.Unread[i], name) {
			kinds, names = append(kinds, p.Policies.Unread[i]), append(names, name)
		}
	}
	p.Policies.Unread, p.Unread = kinds, names
}

// iamARN is the ARN of something of IAM in the account: "policy/", "role/deploy".
func (a *Account) iamARN(rest string) string {
	return "arn:" + a.account.Partition + ":iam::" + a.account.ID + ":" + rest
}

// broadPolicies are managed policies that allow everything: AWS's own two, which are always there, and the customer's.
func (a *Account) broadPolicies() []string {
	if a.broad == nil {
		a.broad = []string{"arn:" + a.account.Partition + ":iam::aws:policy/AdministratorAccess", "arn:" + a.account.Partition + ":iam::aws:policy/IAMFullAccess"}
		for i := range a.account.Policies {
			m := &a.account.Policies[i]
			text, ok := m.DefaultDocument()
			if ok && !m.AWSManaged() && strings.Contains(text, "*") && len(a.parse(text).AdminStatements()) > 0 {
				a.broad = append(a.broad, m.ARN)
			}
		}
	}
	return a.broad
}

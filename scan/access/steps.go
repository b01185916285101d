package access

import (
	"cmp"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// Steps returns what a user or role can do, by the techniques of the catalogue, to get rights that it does not have: those
// of another principal of its account or, with the account's root ARN as Step.To, every right in the account. Each
// technique has at most one step to each target; they are sorted by technique and target. An administrator, also one
// that only policies which could not be read may hold back, has none: it needs no step. One that is an administrator under conditions only has those that it can take without any. Neither has a service-linked role, which nobody but its service can use, and none leads to one. The plain
// use of a role's trust by sts:AssumeRole is no technique here.
//
// Only actions that a policy allows which could be read make a step; what could not be read and may forbid it makes the
// step possible. So does a missing credential report, for techniques that hang on a user's keys, password or MFA device.
func (a *Account) Steps(p *Principal) []Step {
	return a.stepsOf(p, false)
}

// UserSteps is Steps of a user, computed once.
func (a *Account) UserSteps(u *snapshot.User) []Step {
	return a.keptSteps(u.ARN, func() *Principal { return a.User(u) })
}

// RoleSteps is Steps of a role, computed once.
func (a *Account) RoleSteps(r *snapshot.Role) []Step {
	return a.keptSteps(r.ARN, func() *Principal { return a.Role(r) })
}

func (a *Account) keptSteps(arn string, build func() *Principal) []Step {
	steps, ok := a.steps[arn]
	if !ok {
		steps = a.Steps(build())
		a.steps[arn] = steps
	}
	return steps
}

// walk looks for the steps of one principal.
type walk struct {
	a *Account
	p *Principal
	// admin is whether the principal is an administrator under conditions; then only steps without any are worth taking.
	admin answer
	// may are the used actions that the principal could be allowed.
	may actionSet
	// changed is true for a principal that already took a step that changed what it may do: then no other such step follows.
	changed bool
	user    *snapshot.User
	role    *snapshot.Role
	tags    []string
	asked   map[asking]answer
	scopes  map[string]*scope
	found   map[stepKey]*foundStep
	// direct are the best steps to each target by which the principal stays as it is.
	direct map[string]*foundStep
	// wide is the principal with a policy that allows everything, became what others it can become may do.
	wide   *Principal
	became map[*Principal][]Step
}

type asking struct{ action, resource, extra string }

type stepKey struct{ technique, to string }

type foundStep struct {
	answer
	needs []string
}

func (a *Account) stepsOf(p *Principal, changed bool) []Step {
	may := a.mayUse(p)
	if !someTechnique(may) || strings.Contains(p.Caller.ARN, ":role/aws-service-role/") {
		return nil
	}
	admin := Admin(p)
	if admin.Granted() && len(admin.Conditions) == 0 {
		return nil
	}
	if admin.Granted() {
		may.intersect(a.mayUseFreely(p))
	}
	w := &walk{admin: asAnswer(admin), a: a, p: p, may: may, changed: changed, asked: map[asking]answer{}, scopes: map[string]*scope{}, found: map[stepKey]*foundStep{}, became: map[*Principal][]Step{}}
	w.identify()
	w.takeAll(false)
	w.keepDirect()
	w.takeAll(true)
	return w.steps()
}

// someTechnique reports whether the actions suffice for any technique.
func someTechnique(may actionSet) bool {
	if may == (actionSet{}) {
		return false
	}
	for i := range techniques {
		if t := &techniques[i]; t.shape != noSteps && may.contains(t.mask) {
			return true
		}
	}
	return false
}

// takeAll takes the techniques that change the principal, or those that do not.
func (w *walk) takeAll(change bool) {
	for i := range techniques {
		if t := &techniques[i]; t.shape != noSteps && t.shape.changes() == change && w.may.contains(t.mask) {
			w.take(t)
		}
	}
}

// identify finds the principal in the account, and the resource tags that its policies speak of.
func (w *walk) identify() {
	w.a.index()
	w.user, w.role = w.a.users[w.p.Caller.ARN], w.a.roles[w.p.Caller.ARN]
	for _, d := range w.p.documents() {
		w.tags = append(w.tags, w.a.contentOf(d).resourceTags...)
	}
	w.tags = distinct(w.tags)
}

// add notes a step. Of two ways that one technique leads to one target, the more certain counts.
func (w *walk) add(t *Technique, to string, got answer, needs ...string) {
	if got.denied() || to == w.p.Caller.ARN || !w.admin.denied() && len(got.keys) > 0 {
		return
	}
	if t.Need != "" {
		needs = append(slices.Clone(needs), t.Need)
	}
	key := stepKey{t.ID, to}
	next := &foundStep{answer: got, needs: distinct(needs)}
	old := w.found[key]
	if old == nil {
		w.found[key] = next
		return
	}
	by := joinedStatements(old.by, next.by)
	if c := cmp.Or(cmp.Compare(len(next.needs), len(old.needs)), better(next.answer, old.answer), slices.Compare(next.needs, old.needs)); c < 0 {
		w.found[key] = next
	}
	w.found[key].by = by
}

func (w *walk) steps() []Step {
	out := make([]Step, 0, len(w.found))
	for key, f := range w.found {
		s := Step{
			Technique: key.technique, From: w.p.Caller.ARN, To: key.to, Outcome: Proven,
			Needs: f.needs, Unread: f.unread, Conditions: f.keys, AllowedBy: f.by,
		}
		for _, name := range f.unread {
			s.Needs = append(s.Needs, unreadNeed(name))
		}
		if len(s.Needs) > 0 {
			s.Outcome = Possible
			s.Needs = distinct(s.Needs)
		}
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b Step) int {
		return cmp.Or(strings.Compare(a.Technique, b.Technique), strings.Compare(a.To, b.To))
	})
	return out
}

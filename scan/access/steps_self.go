package access

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// unlimited is a policy that allows everything.
var unlimited = &policy.Document{Statements: []policy.Statement{{Effect: "Allow", Actions: []string{"*"}, Resources: []string{"*"}}}}

// writeSelf asks whether the principal may write a policy for a thing of its own, a group or itself.
func (w *walk) writeSelf(t *Technique, resource, boundary string) {
	w.become(t, w.grant(t.Actions[0], resource, boundary), w.unlimited())
}

// grant asks whether the principal may write or attach a policy that allows everything.
func (w *walk) grant(action, resource, boundary string) answer {
	context := map[string]policy.Value{"iam:PermissionsBoundary": policy.Absent()}
	if boundary != "" {
		context["iam:PermissionsBoundary"] = policy.Single(boundary)
	}
	w.describe(context, resource)
	if !strings.HasPrefix(action, "iam:Attach") {
		return w.ask(action, resource, context)
	}
	out := denied
	for _, arn := range w.a.broadPolicies() {
		out = out.or(w.ask(action, resource, with(context, "iam:PolicyARN", policy.Single(arn))))
	}
	return out
}

// describe adds what is known of a user's or role's tags, where policies speak of them.
func (w *walk) describe(context map[string]policy.Value, arn string) {
	var list []snapshot.Tag
	if u := w.a.users[arn]; u != nil {
		list = u.Tags
	} else if r := w.a.roles[arn]; r != nil {
		list = r.Tags
	} else {
		return
	}
	for _, key := range w.tags {
		v := policy.Absent()
		if i := slices.IndexFunc(list, func(t snapshot.Tag) bool { return strings.EqualFold(t.Key, key) }); i >= 0 {
			v = policy.Single(list[i].Value)
		}
		context["aws:ResourceTag/"+key], context["iam:ResourceTag/"+key] = v, v
	}
}

func (w *walk) ownGroups(f func(*snapshot.Group)) {
	if w.user == nil {
		return
	}
	for _, name := range w.user.Groups {
		if g := w.a.groups[name]; g != nil {
			f(g)
		}
	}
}

// held is a managed policy that the principal has, by itself or by a group.
type held struct{ arn, source string }

func (w *walk) attachments() []held {
	var out []held
	add := func(list []snapshot.AttachedPolicy, of string) {
		for _, at := range list {
			out = append(out, held{at.ARN, "managed policy " + at.Name + of})
		}
	}
	add(w.attached(), "")
	w.ownGroups(func(g *snapshot.Group) { add(g.Attached, " of group "+g.Name) })
	return out
}

func (w *walk) attached() []snapshot.AttachedPolicy {
	switch {
	case w.user != nil:
		return w.user.Attached
	case w.role != nil:
		return w.role.Attached
	default:
		return nil
	}
}

func (w *walk) inline() []snapshot.InlinePolicy {
	switch {
	case w.user != nil:
		return w.user.Inline
	case w.role != nil:
		return w.role.Inline
	default:
		return nil
	}
}

func (w *walk) boundary() string {
	switch {
	case w.user != nil:
		return w.user.Boundary
	case w.role != nil:
		return w.role.Boundary
	default:
		return ""
	}
}

// newVersion writes a version of a policy that the principal has, or of the policy that bounds it.
func (w *walk) newVersion(t *Technique) {
	for _, h := range w.attachments() {
		if got, needs := w.version(h.arn); !got.denied() {
			w.become(t, got, w.p.dropping(h.source).plus(unlimited), needs...)
		}
	}
	if arn := w.boundary(); arn != "" {
		if got, needs := w.version(arn); !got.denied() {
			w.become(t, got, w.p.unbound(), needs...)
		}
	}
}

// maxVersions is how many versions of a policy IAM keeps.
const maxVersions = 5

// version asks whether the principal may write a new version of a customer's policy and put it in force.
func (w *walk) version(arn string) (got answer, needs []string) {
	if !strings.HasPrefix(arn, w.a.iamARN("policy/")) {
		return denied, nil
	}
	got = w.ask("iam:CreatePolicyVersion", arn, nil)
	m := w.a.managed[arn]
	switch {
	case got.denied():
	case m == nil:
		needs = []string{"fewer than five versions of " + arn}
	case len(m.Versions) >= maxVersions:
		got = got.and(w.ask("iam:DeletePolicyVersion", arn, nil))
	}
	return got, needs
}

func (w *walk) olderVersion(t *Technique) {
	for _, h := range w.attachments() {
		m := w.a.managed[h.arn]
		if m == nil || m.AWSManaged() || len(m.Versions) < 2 {
			continue
		}
		got := w.ask(t.Actions[0], h.arn, nil)
		for _, v := range m.Versions {
			if !v.Default {
				w.become(t, got, w.p.dropping(h.source).plus(w.a.parse(v.Document)))
			}
		}
	}
}

func (w *walk) joinGroup(t *Technique) {
	if w.user == nil {
		return
	}
	for i := range w.a.account.Groups {
		g := &w.a.account.Groups[i]
		if slices.Contains(w.user.Groups, g.Name) {
			continue
		}
		if got := w.ask(t.Actions[0], g.ARN, nil); !got.denied() {
			joined := *w.user
			joined.Groups = append(slices.Clone(joined.Groups), g.Name)
			w.become(t, got, w.a.User(&joined))
		}
	}
}

// ofKind reports whether a technique whose action names users or roles is for the principal.
func (w *walk) ofKind(t *Technique) bool {
	return w.user != nil && strings.Contains(t.Actions[0], "User") || w.role != nil && strings.Contains(t.Actions[0], "Role")
}

func (w *walk) widenBoundary(t *Technique) {
	arn := w.boundary()
	if arn == "" || !w.ofKind(t) {
		return
	}
	if strings.HasPrefix(t.Actions[0], "iam:Put") {
		arn = w.a.broadPolicies()[0]
	}
	context := map[string]policy.Value{"iam:PermissionsBoundary": policy.Single(arn)}
	w.describe(context, w.p.Caller.ARN)
	w.become(t, w.ask(t.Actions[0], w.p.Caller.ARN, context), w.p.unbound())
}

// drop takes away own policies that deny.
func (w *walk) dropOwn(t *Technique) {
	if !w.ofKind(t) {
		return
	}
	context := map[string]policy.Value{}
	w.describe(context, w.p.Caller.ARN)
	if t.shape == dropInline {
		for _, in := range w.inline() {
			if w.a.contentOf(w.a.parse(in.Document)).denying {
				w.become(t, w.ask(t.Actions[0], w.p.Caller.ARN, context), w.p.dropping("inline policy "+in.Name))
			}
		}
		return
	}
	for _, at := range w.attached() {
		if w.a.denies(at.ARN) {
			got := w.ask(t.Actions[0], w.p.Caller.ARN, with(context, "iam:PolicyARN", policy.Single(at.ARN)))
			w.become(t, got, w.p.dropping("managed policy "+at.Name))
		}
	}
}

func (a *Account) denies(arn string) bool {
	d, ok := a.document(arn)
	return ok && a.contentOf(d).denying
}

// dropOfGroups takes away policies of groups that deny, or leaves the group.
func (w *walk) dropOfGroups(t *Technique) {
	w.ownGroups(func(g *snapshot.Group) {
		var sources []string
		denying := false
		context := map[string]policy.Value{}
		each := func(source string, denies bool, arn string) {
			sources, denying = append(sources, source), denying || denies
			if !denies || t.shape == leaveGroup || (t.shape == dropGroupAttached) != (arn != "") {
				return
			}
			if arn != "" {
				context = with(context, "iam:PolicyARN", policy.Single(arn))
			}
			w.become(t, w.ask(t.Actions[0], g.ARN, context), w.p.dropping(source))
		}
		for _, at := range g.Attached {
			each("managed policy "+at.Name+" of group "+g.Name, w.a.denies(at.ARN), at.ARN)
		}
		for _, in := range g.Inline {
			each("inline policy "+in.Name+" of group "+g.Name, w.a.contentOf(w.a.parse(in.Document)).denying, "")
		}
		if denying && t.shape == leaveGroup {
			w.become(t, w.ask(t.Actions[0], g.ARN, nil), w.p.dropping(sources...))
		}
	})
}

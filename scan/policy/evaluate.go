package policy

import (
	"slices"
	"strings"
)

// Policies are the policies that a request meets. What is nil does not exist; what could not be looked at is in Unread.
type Policies struct {
	// Identity are the caller's policies: attached, inline and those of a user's groups.
	Identity []*Document
	// Boundary is the caller's permissions boundary, nil for none.
	Boundary *Document
	// Session are the policies given when the session was made, nil for none. Together they limit it.
	Session []*Document
	// Resource is the resource's policy: a role's trust policy, a bucket policy. Nil for none.
	Resource *Document
	// SCPs and RCPs have one slice a level, from the root down to the account: the caller's for SCPs, the resource's for
	// RCPs. Nil means that none hold (no organization, or the type is off); a level of SCPs without a document allows nothing.
	SCPs, RCPs [][]*Document
	// Unread are the kinds of which at least one document could not be looked at. They make the outcome depend unless the
	// rest decides it.
	Unread []Kind
}

// Evaluate decides a request by AWS's rules: an explicit Deny anywhere wins; every level of SCPs, boundary and session
// policies must allow it; the identity or the resource policy must allow it, across accounts both. It never fails, and
// takes time proportional to the size of the documents and the square of the length of names and values.
//
// A role's trust policy and a KMS key's policy must always allow; within an account, one that names the caller needs no
// identity policy, one that names the account does. RCPs only deny. SCPs do not hold for callers of the management
// account, service-linked roles and services; RCPs not for resources of the management account and service-linked roles.
func Evaluate(r Request, p Policies) Decision {
	e := &evaluation{facts: newFacts(r), policies: p}
	switch {
	case r.Caller.outside() || r.Caller.Kind == Root:
	case p.Boundary != nil:
		e.bounded = yes
	case e.unread(Boundary):
		e.bounded = maybe
	}
	e.limited = e.bounded > no || len(p.Session) > 0 || e.unread(Session)
	return e.decide()
}

// evaluation is one request on its way through the policies.
type evaluation struct {
	*facts
	policies Policies
	deny     truth
	found    []finding
	blockers []Blocker
}

// finding is a statement that applies, certainly or perhaps.
type finding struct {
	Reason
	open []Dependency
}

func (e *evaluation) decide() Decision {
	e.rcps()
	scp := e.scps()
	resource := e.layer(Resource, 0, one(e.policies.Resource))
	limits := yes
	identity := layer{allow: yes}
	if !e.Caller.outside() {
		identity = e.identity()
		limits = min(e.limit(Boundary, one(e.policies.Boundary)), e.limit(Session, e.policies.Session))
	}
	allow := min(scp, e.granted(identity.allow, limits, resource))
	return e.decision(allow)
}

func one(d *Document) []*Document {
	if d == nil {
		return nil
	}
	return []*Document{d}
}

func (e *evaluation) unread(k Kind) bool { return slices.Contains(e.policies.Unread, k) }

// granted joins identity and resource policy with what limits the caller.
func (e *evaluation) granted(identity, limits truth, resource layer) truth {
	account, name, self := resource.grants[toAccount], resource.grants[toName], resource.grants[toSelf]
	whole := slices.Max(resource.grants[:])
	switch {
	case e.Caller.outside():
		e.block(Resource, 0, whole)
		return whole
	case !e.sameAccount():
		e.block(Identity, 0, identity)
		e.block(Resource, 0, whole)
		return min(identity, limits, whole)
	}
	limited := max(name, identity)
	if e.resourceDecides() {
		limited = max(name, min(account, identity))
		e.block(Resource, 0, whole)
	}
	if max(name, self) < yes {
		e.block(Identity, 0, max(identity, name, self))
	}
	return max(self, min(limits, limited))
}

// resourceDecides says that the resource's policy must allow, also within the account.
func (e *evaluation) resourceDecides() bool {
	service, operation, _ := strings.Cut(lower(e.Action), ":")
	switch service {
	case "sts":
		return strings.HasPrefix(operation, "assumerole") || operation == "tagsession" || operation == "setsourceidentity"
	case "kms":
		return strings.Contains(e.Resource, ":key/")
	default:
		return false
	}
}

// block notes a kind that does not allow the request for certain.
func (e *evaluation) block(k Kind, level int, allow truth) {
	if allow < yes {
		e.blockers = append(e.blockers, Blocker{Kind: k, Level: level, Certain: allow == no})
	}
}

// decision puts the outcome and its reasons together.
func (e *evaluation) decision(allow truth) Decision {
	d := Decision{Outcome: Depends}
	switch {
	case e.deny == yes:
		d.Outcome, d.Explicit = Deny, true
		d.Because = e.reasons(func(f finding) bool { return f.Effect == Deny && f.Certain })
		return d
	case allow == no:
		d.Outcome = Deny
		d.Blockers = certain(e.blockers)
		return d
	case allow == yes && e.deny == no:
		d.Outcome = Allow
		d.Because = e.reasons(func(f finding) bool { return f.Certain })
		return d
	}
	d.Because = e.reasons(func(finding) bool { return true })
	d.Blockers = e.blockers
	d.Conditions = e.dependencies()
	return d
}

func certain(blockers []Blocker) []Blocker {
	var out []Blocker
	for _, b := range blockers {
		if b.Certain {
			out = append(out, b)
		}
	}
	return out
}

func (e *evaluation) reasons(keep func(finding) bool) []Reason {
	var out []Reason
	for _, f := range e.found {
		if keep(f) {
			out = append(out, f.Reason)
		}
	}
	return out
}

func (e *evaluation) dependencies() []Dependency {
	var out []Dependency
	seen := map[string]bool{}
	for _, f := range e.found {
		for _, d := range f.open {
			d.Kind, d.Effect = f.Kind, f.Effect
			if id := d.id(); !seen[id] {
				seen[id] = true
				out = append(out, d)
			}
		}
	}
	return out
}

func (d Dependency) id() string {
	return strings.Join(append([]string{d.Kind.String(), d.Effect.String(), d.Operator, d.Key}, d.Values...), "\x00")
}

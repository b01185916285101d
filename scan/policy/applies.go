package policy

import (
	"slices"
	"strings"
)

// grant is how closely a resource's policy names the caller. It decides what else a call within one account needs.
type grant uint8

const (
	// toAccount leaves the rest to the identity policies of the account.
	toAccount grant = iota
	// toName needs no identity policy, but boundary and session policies still limit it.
	toName
	// toSelf, a user or a session, is limited by nothing but a Deny.
	toSelf
	grants
)

// applied is how far a statement applies to a request.
type applied struct {
	truth truth
	// grants is the truth by how the statement names the caller; only for policies with principals.
	grants [grants]truth
	// open is what a maybe depends on.
	open []Dependency
}

// and narrows the truth, and says that t leaves something open.
func (a *applied) and(t truth) (open bool) {
	a.truth = min(a.truth, t)
	return a.truth == maybe && t == maybe
}

func (a *applied) opens(key string, values ...string) {
	a.open = append(a.open, Dependency{Key: key, Values: values})
}

// apply says how far a statement applies. The cheap parts go first.
func (f *facts) apply(kind Kind, version string, s *Statement) applied {
	a := applied{truth: yes}
	if a.and(f.action(s)) {
		a.opens("Action")
	}
	if a.truth == no {
		return a
	}
	if kind == Resource {
		a.grants = f.named(s)
		if a.and(slices.Max(a.grants[:])) || a.grants[toSelf] == maybe && s.Effect == "Allow" {
			a.opens("Principal")
		}
	}
	if kind == RCP {
		service, _, _ := strings.Cut(lower(f.Action), ":")
		if a.and(either(yes, truthOf(slices.Contains(rcpServices, service)))) {
			a.opens("Service", service)
		}
	}
	if a.and(f.resource(kind, version, s)) {
		a.opens("Resource", slices.Concat(s.Resources, s.NotResources)...)
	}
	f.applyConditions(&a, version, s)
	for g := range a.grants {
		a.grants[g] = min(a.grants[g], a.truth)
	}
	return a
}

func (f *facts) applyConditions(a *applied, version string, s *Statement) {
	for _, c := range s.Conditions {
		if a.truth == no {
			return
		}
		if a.and(f.condition(version, c)) {
			a.open = append(a.open, Dependency{Operator: c.Operator, Key: c.Key, Values: c.Values})
		}
	}
}

// rcpServices are the services that RCPs are known to hold for. AWS keeps adding some; for the rest it depends.
var rcpServices = []string{"aoss", "ecr", "kms", "s3", "secretsmanager", "sqs", "sts"}

// action matches Action and NotAction. A statement with neither, which AWS refuses, depends.
func (f *facts) action(s *Statement) truth {
	in := func(patterns []string) truth {
		return truthOf(slices.ContainsFunc(patterns, func(p string) bool { return MatchAction(p, f.Action) }))
	}
	out := yes
	if s.Actions == nil && s.NotActions == nil {
		return maybe
	}
	if s.Actions != nil {
		out = in(s.Actions)
	}
	if s.NotActions != nil {
		out = min(out, in(s.NotActions).not())
	}
	return out
}

// resource matches Resource and NotResource. Policies of a resource may lack both; elsewhere AWS refuses that, and it
// depends.
func (f *facts) resource(kind Kind, version string, s *Statement) truth {
	if s.Resources == nil && s.NotResources == nil {
		if kind == Resource {
			return yes
		}
		return maybe
	}
	out := yes
	if s.Resources != nil {
		out = f.inResources(version, s.Resources).match
	}
	if s.NotResources != nil {
		out = min(out, f.inResources(version, s.NotResources).differ)
	}
	return out
}

func (f *facts) inResources(version string, patterns []string) result {
	out := unequal
	for _, text := range patterns {
		r := f.oneResource(version, text)
		out.match, out.differ = max(out.match, r.match), min(out.differ, r.differ)
		if out.match == yes {
			break
		}
	}
	return out
}

func (f *facts) oneResource(version, text string) result {
	if f.Resource == "" {
		if coversResources(text) {
			return resultOf(yes)
		}
		return resultOf(maybe)
	}
	p := f.expand(version, text)
	if p.broken {
		return unresolved
	}
	return resultOf(p.like(f.Resource))
}

// named says how closely a statement of a resource's policy names the caller. One that names nobody, which AWS refuses,
// depends.
func (f *facts) named(s *Statement) [grants]truth {
	switch {
	case s.Principal != nil:
		return f.principal(s.Principal)
	case s.NotPrincipal != nil && s.Effect == "Deny" && f.bounded > no:
		// AWS documents that such a Deny meets everyone with a permissions boundary, listed or not.
		return [grants]truth{toName: max(f.excluded(s.NotPrincipal).not(), f.bounded)}
	case s.NotPrincipal != nil:
		return [grants]truth{toName: f.excluded(s.NotPrincipal).not()}
	default:
		return [grants]truth{toName: maybe}
	}
}

// excluded says whether NotPrincipal takes the caller out. Its account must be listed besides the caller itself: AWS may
// look at the account first.
func (f *facts) excluded(p *Principal) truth {
	n := f.principal(p)
	itself := max(n[toName], n[toSelf])
	if f.Caller.outside() || itself == no {
		return itself
	}
	if n[toAccount] == no {
		return itself.possibly()
	}
	return itself
}

func (f *facts) principal(p *Principal) [grants]truth {
	var out [grants]truth
	raise := func(g grant, t truth) { out[g] = max(out[g], t) }
	for _, name := range p.AWS {
		f.awsName(name, raise)
	}
	if p.All || slices.Contains(p.AWS, "*") {
		raise(toName, yes)
		if f.limited {
			// Whether limits by omission hold for a caller named by a star, AWS does not say.
			raise(toSelf, maybe)
		}
	}
	c := f.Caller
	if c.Kind == Service && slices.ContainsFunc(p.Service, func(n string) bool { return n == "*" || strings.EqualFold(n, c.ARN) }) {
		raise(toSelf, yes)
	}
	if c.Kind == Federated && (slices.Contains(p.Federated, c.ARN) || slices.Contains(p.Federated, "*")) {
		raise(toSelf, yes)
	}
	if !c.outside() && len(p.CanonicalUser)+len(p.Other) > 0 {
		raise(toAccount, maybe)
	}
	return out
}

// awsName matches one name of an account, a user, a role or a session. Names hold no wildcards.
func (f *facts) awsName(name string, raise func(grant, truth)) {
	c := f.Caller
	if c.outside() {
		return
	}
	account := f.callerAccount != "" && accountNamed(name) == f.callerAccount
	switch {
	case account && c.Kind == Root:
		raise(toAccount, yes)
		raise(toSelf, yes)
	case account:
		raise(toAccount, yes)
	case c.SessionARN != "" && name == c.SessionARN:
		raise(toSelf, yes)
	case name == c.ARN && c.Kind == Role:
		raise(toName, yes)
	case name == c.ARN:
		raise(toSelf, yes)
	case c.Kind == Role && c.SessionARN == "" && isSessionOf(name, c.ARN):
		raise(toSelf, maybe)
	}
}

// accountNamed returns the account that a principal stands for, written as its id or as its root; "" if it stands for none.
func accountNamed(name string) string {
	if !strings.Contains(name, ":") {
		return name
	}
	if id, ok := strings.CutSuffix(name, ":root"); ok && strings.Contains(name, ":iam::") {
		return id[strings.LastIndexByte(id, ':')+1:]
	}
	return ""
}

// isSessionOf says that an ARN is that of a session of a role; paths are no part of it.
func isSessionOf(session, role string) bool {
	rest, ok := strings.CutPrefix(session, sessionPrefix(role))
	return ok && rest != "" && !strings.Contains(rest, "/")
}

func sessionPrefix(role string) string {
	parts := strings.SplitN(role, ":", arnParts)
	if len(parts) < arnParts {
		return role + "\x00"
	}
	name := parts[5][strings.LastIndexByte(parts[5], '/')+1:]
	return "arn:" + parts[1] + ":sts::" + parts[4] + ":assumed-role/" + name + "/"
}

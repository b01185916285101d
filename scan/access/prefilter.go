package access

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
)

// actionSet is a set of the actions that techniques use, by their places in usedActions.
type actionSet [4]uint64

func (s *actionSet) add(i int) { s[i/64] |= 1 << (i % 64) }

func (s *actionSet) union(o actionSet) {
	for i := range s {
		s[i] |= o[i]
	}
}

func (s *actionSet) intersect(o actionSet) {
	for i := range s {
		s[i] &= o[i]
	}
}

func (s *actionSet) remove(o actionSet) {
	for i := range s {
		s[i] &^= o[i]
	}
}

func (s *actionSet) contains(o actionSet) bool {
	for i := range s {
		if o[i]&^s[i] != 0 {
			return false
		}
	}
	return true
}

// usedActions are the actions of all techniques, and the only ones that the prefilter knows.
var usedActions = func() []string {
	var out []string
	for _, list := range [][]Technique{selfTechniques, principalTechniques, newPassRoleTechniques, existingPassRoleTechniques, credentialTechniques} {
		for _, t := range list {
			out = append(out, t.Actions...)
		}
	}
	return distinct(out)
}()

// actionIndex are the places in usedActions by action in lower case, serviceActions those of a service.
var actionIndex, serviceActions = func() (map[string]int, map[string][]int) {
	if len(usedActions) > len(actionSet{})*64 {
		panic("actionSet is too small for the catalogue")
	}
	index, of := map[string]int{}, map[string][]int{}
	for i, action := range usedActions {
		lower := strings.ToLower(action)
		service, _, _ := strings.Cut(lower, ":")
		index[lower] = i
		of[service] = append(of[service], i)
	}
	return index, of
}()

// allUsed holds every used action.
var allUsed = func() (out actionSet) {
	for i := range usedActions {
		out.add(i)
	}
	return out
}()

// resourceTagKeys begin the condition keys that name a tag of the resource.
var resourceTagKeys = []string{"aws:resourcetag/", "iam:resourcetag/"}

// matched are the used actions that one of the patterns matches. A pattern that spells its service out is compared with
// that service's actions alone.
func matched(patterns []string) actionSet {
	var out actionSet
	for _, p := range patterns {
		service, _, _ := strings.Cut(p, ":")
		if !strings.ContainsAny(service, "*?") {
			for _, i := range serviceActions[strings.ToLower(service)] {
				if policy.MatchAction(p, usedActions[i]) {
					out.add(i)
				}
			}
			continue
		}
		for i, action := range usedActions {
			if policy.MatchAction(p, action) {
				out.add(i)
			}
		}
	}
	return out
}

// content is what a document says at first sight.
type content struct {
	// allows are the used actions that a statement allows on anything; denies those denied whatever the resource and the
	// circumstances.
	allows, denies actionSet
	// frees are those that a statement without conditions allows; brakes those denied whatever the resource, but only under
	// conditions.
	frees, brakes actionSet
	// denying is true when it holds a Deny.
	denying bool
	// resourceTags are the keys of resource tags that conditions name, in lower case.
	resourceTags []string
}

// contentOf reads a document once.
func (a *Account) contentOf(d *policy.Document) *content {
	if c, ok := a.contents[d]; ok {
		return c
	}
	c := &content{}
	for i := range d.Statements {
		c.read(&d.Statements[i])
	}
	a.contents[d] = c
	return c
}

func (c *content) read(s *policy.Statement) {
	of := matched(s.Actions)
	if s.NotActions != nil {
		rest := allUsed
		rest.remove(matched(s.NotActions))
		if s.Actions == nil {
			of = rest
		} else {
			of.intersect(rest)
		}
	}
	switch s.Effect {
	case "Allow":
		c.allows.union(of)
		if len(s.Conditions) == 0 {
			c.frees.union(of)
		}
	case "Deny":
		c.deny(s, of)
	}
	for _, condition := range s.Conditions {
		key := strings.ToLower(condition.Key)
		for _, prefix := range resourceTagKeys {
			if tag, ok := strings.CutPrefix(key, prefix); ok {
				c.resourceTags = append(c.resourceTags, tag)
			}
		}
	}
}

func (c *content) deny(s *policy.Statement, of actionSet) {
	c.denying = true
	switch {
	case s.NotResources != nil || !slices.Contains(s.Resources, "*"):
	case len(s.Conditions) == 0:
		c.denies.union(of)
	case !slices.ContainsFunc(s.Conditions, func(c policy.Condition) bool { return aboutPrincipal(c.Key) }):
		c.brakes.union(of)
	}
}

// aboutPrincipal reports whether a condition key follows from who the principal is, so that a condition on it is decided.
func aboutPrincipal(key string) bool { return strings.HasPrefix(strings.ToLower(key), "aws:principal") }

// mayUseFreely are the used actions that the principal could be allowed on something without conditions.
func (a *Account) mayUseFreely(p *Principal) actionSet {
	var out actionSet
	for _, d := range p.Policies.Identity {
		out.union(a.contentOf(d).frees)
	}
	for _, d := range p.documents() {
		out.remove(a.contentOf(d).brakes)
	}
	return out
}

// documents are all that limit or allow what the principal does.
func (p *Principal) documents() []*policy.Document {
	out := slices.Clone(p.Policies.Identity)
	if p.Policies.Boundary != nil {
		out = append(out, p.Policies.Boundary)
	}
	for _, level := range p.Policies.SCPs {
		out = append(out, level...)
	}
	return out
}

// mayUse are the used actions that the principal could be allowed on something. It never leaves out one that is allowed.
func (a *Account) mayUse(p *Principal) actionSet {
	var out actionSet
	for _, d := range p.Policies.Identity {
		out.union(a.contentOf(d).allows)
	}
	if out == (actionSet{}) {
		return out
	}
	for _, d := range p.Policies.Identity {
		out.remove(a.contentOf(d).denies)
	}
	if b := p.Policies.Boundary; b != nil && readable(b) {
		out.intersect(a.contentOf(b).allows)
		out.remove(a.contentOf(b).denies)
	}
	if p.Management == "" || p.Management != p.Caller.Account {
		for _, level := range p.Policies.SCPs {
			a.belowLevel(&out, level)
		}
	}
	return out
}

// belowLevel takes away what a level of service control policies does not allow.
func (a *Account) belowLevel(out *actionSet, level []*policy.Document) {
	var allowed actionSet
	for _, d := range level {
		if !readable(d) {
			return
		}
		allowed.union(a.contentOf(d).allows)
	}
	out.intersect(allowed)
	for _, d := range level {
		out.remove(a.contentOf(d).denies)
	}
}

// scope is on what the principal's policies could allow an action at all.
type scope struct {
	everywhere bool
	patterns   []string
}

// scopeOf reads the scope of an action once.
func (w *walk) scopeOf(action string) *scope {
	s, ok := w.scopes[action]
	if ok {
		return s
	}
	s = &scope{}
	for _, d := range w.p.Policies.Identity {
		for i := range d.Statements {
			if allow := &d.Statements[i]; allow.Allows() && covers(allow, action) {
				s.add(w, allow)
			}
		}
	}
	w.scopes[action] = s
	return s
}

func (s *scope) add(w *walk, allow *policy.Statement) {
	if allow.Resources == nil {
		s.everywhere = true
	}
	for _, pattern := range allow.Resources {
		s.everywhere = s.everywhere || pattern == "*"
		s.patterns = append(s.patterns, w.filled(pattern, "*"))
	}
}

// covers never says no of a resource that a policy allows.
func (s *scope) covers(resource string) bool {
	return s.everywhere || slices.ContainsFunc(s.patterns, func(p string) bool { return policy.Match(p, resource) })
}

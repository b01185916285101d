package paths

import (
	"slices"
	"strconv"
	"strings"

	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/policy"
)

// The actions that open a session of a role.
const (
	assumeRole            = "sts:AssumeRole"
	assumeWithSAML        = "sts:AssumeRoleWithSAML"
	assumeWithWebIdentity = "sts:AssumeRoleWithWebIdentity"
)

// document holds those statements of a policy that speak of assuming roles.
type document struct {
	source string
	policy *policy.Document
	// places are those of the statements in the whole document, from 1.
	places []int32
	id     int
}

// statement names a statement for people.
func (d *document) statement(i int) access.Statement {
	out := access.Statement{Source: d.source}
	if i >= 0 && i < len(d.places) {
		out.SID, out.Place = d.policy.Statements[i].SID, int(d.places[i])
	}
	return out
}

// grants are what the policies of a principal say about assuming roles. Principals with equal policies share them.
type grants struct {
	identity                       []*document
	boundary                       *document
	unreadIdentity, unreadBoundary bool
	// allows is false when no policy can allow anything.
	allows bool
}

// reducer keeps parts of documents once, without holding on to the texts they come from.
type reducer struct {
	strings   map[string]string
	documents map[documentKey]*document
	trusts    map[*policy.Document]uint32
	sets      map[string]uint32
	trustList []*document
	grantList []*grants
}

type documentKey struct {
	document *policy.Document
	source   string
}

func newReducer() *reducer {
	return &reducer{
		strings: map[string]string{}, documents: map[documentKey]*document{}, trusts: map[*policy.Document]uint32{},
		sets: map[string]uint32{},
	}
}

// reduceTrust returns the place of the reduced trust policy plus one.
func (r *reducer) reduceTrust(d *policy.Document) uint32 {
	i, ok := r.trusts[d]
	if !ok {
		kept := r.reduce(d, trustSource)
		r.trustList = append(r.trustList, &kept)
		i = uint32(len(r.trustList))
		r.trusts[d] = i
	}
	return i
}

// reduceGrants returns the place of what a principal's policies say plus one; 0 when they say nothing at all.
func (r *reducer) reduceGrants(p *access.Principal) uint32 {
	g := &grants{
		unreadIdentity: slices.Contains(p.Policies.Unread, policy.Identity),
		unreadBoundary: slices.Contains(p.Policies.Unread, policy.Boundary),
	}
	key := []string{strconv.FormatBool(g.unreadIdentity), strconv.FormatBool(g.unreadBoundary)}
	g.allows = g.unreadIdentity
	for i, d := range p.Policies.Identity {
		kept := r.keep(d, p.Sources[i])
		if len(kept.policy.Statements) == 0 && !kept.policy.Malformed {
			continue
		}
		g.identity = append(g.identity, kept)
		g.allows = g.allows || kept.policy.Malformed || slices.ContainsFunc(kept.policy.Statements, func(s policy.Statement) bool { return s.Allows() })
		key = append(key, strconv.Itoa(kept.id))
	}
	if p.Policies.Boundary != nil {
		g.boundary = r.keep(p.Policies.Boundary, "permissions boundary")
		key = append(key, "/", strconv.Itoa(g.boundary.id))
	}
	if len(g.identity) == 0 && g.boundary == nil && !g.unreadIdentity && !g.unreadBoundary {
		return 0
	}
	joined := strings.Join(key, " ")
	i, ok := r.sets[joined]
	if !ok {
		r.grantList = append(r.grantList, g)
		i = uint32(len(r.grantList))
		r.sets[joined] = i
	}
	return i
}

func (r *reducer) keep(d *policy.Document, source string) *document {
	key := documentKey{d, source}
	if r.documents[key] == nil {
		kept := r.reduce(d, r.intern(source))
		kept.id = len(r.documents)
		r.documents[key] = &kept
	}
	return r.documents[key]
}

// reduce keeps the statements that speak of assuming roles.
func (r *reducer) reduce(d *policy.Document, source string) document {
	out := document{source: source, policy: &policy.Document{Version: r.intern(d.Version), Malformed: d.Malformed}}
	for i := range d.Statements {
		if s := &d.Statements[i]; speaksOf(s, assumeRole, assumeWithSAML, assumeWithWebIdentity) {
			out.policy.Statements = append(out.policy.Statements, r.statement(s))
			out.places = append(out.places, int32(i+1))
		}
	}
	out.policy.Statements, out.places = slices.Clip(out.policy.Statements), slices.Clip(out.places)
	return out
}

// speaksOf reports whether a statement can match one of the actions. One without actions, which AWS refuses, may.
func speaksOf(s *policy.Statement, actions ...string) bool {
	if s.Actions == nil && s.NotActions == nil {
		return true
	}
	return slices.ContainsFunc(actions, func(action string) bool {
		names := func(pattern string) bool { return policy.MatchAction(pattern, action) }
		return s.Actions != nil && slices.ContainsFunc(s.Actions, names) || s.NotActions != nil && !slices.ContainsFunc(s.NotActions, names)
	})
}

// statement copies a statement. Of its actions only those that open sessions count.
func (r *reducer) statement(s *policy.Statement) policy.Statement {
	out := policy.Statement{
		SID: r.intern(s.SID), Effect: r.intern(s.Effect), NotActions: r.list(s.NotActions),
		Resources: r.list(s.Resources), NotResources: r.list(s.NotResources),
		Principal: r.principal(s.Principal), NotPrincipal: r.principal(s.NotPrincipal),
	}
	if s.Actions != nil {
		out.Actions = r.list(slices.DeleteFunc(slices.Clone(s.Actions), func(pattern string) bool {
			return !policy.MatchAction(pattern, assumeRole) && !policy.MatchAction(pattern, assumeWithSAML) && !policy.MatchAction(pattern, assumeWithWebIdentity)
		}))
	}
	for _, c := range s.Conditions {
		out.Conditions = append(out.Conditions, policy.Condition{Operator: r.intern(c.Operator), Key: r.intern(c.Key), Values: r.list(c.Values)})
	}
	out.Conditions = slices.Clip(out.Conditions)
	return out
}

func (r *reducer) principal(p *policy.Principal) *policy.Principal {
	if p == nil {
		return nil
	}
	out := &policy.Principal{
		All: p.All, AWS: r.list(p.AWS), Service: r.list(p.Service), Federated: r.list(p.Federated), CanonicalUser: r.list(p.CanonicalUser),
	}
	for kind, names := range p.Other {
		if out.Other == nil {
			out.Other = map[string][]string{}
		}
		out.Other[r.intern(kind)] = r.list(names)
	}
	return out
}

// list copies a list; nil stays nil, because absent and empty differ.
func (r *reducer) list(texts []string) []string {
	if texts == nil {
		return nil
	}
	out := make([]string, len(texts))
	for i, text := range texts {
		out[i] = r.intern(text)
	}
	return out
}

func (r *reducer) intern(text string) string {
	if kept, ok := r.strings[text]; ok {
		return kept
	}
	kept := strings.Clone(text)
	r.strings[kept] = kept
	return kept
}

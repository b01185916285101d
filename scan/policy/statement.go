package policy

import "slices"

func (p *parser) statement(path string, n node) {
	s := Statement{}
	for _, e := range p.elements(path, n, statementElements) {
		p.statementElement(&s, path, e)
	}
	p.exclusive(path, "Action", s.Actions != nil, s.NotActions != nil)
	p.exclusive(path, "Resource", s.Resources != nil, s.NotResources != nil)
	p.exclusive(path, "Principal", s.Principal != nil, s.NotPrincipal != nil)
	if s.Actions == nil && s.NotActions == nil {
		p.problem(path, "neither Action nor NotAction")
	}
	if s.Effect == "" {
		p.problem(path, "no Effect")
	}
	p.document.Statements = append(p.document.Statements, s)
}

func (p *parser) statementElement(s *Statement, path string, e element) {
	at := joined(path, e.name)
	switch e.name {
	case "Sid":
		s.SID = p.sid(at, e.value)
	case "Effect":
		s.Effect = p.effect(at, e.value)
	case "Action":
		s.Actions = p.texts(at, e.value)
	case "NotAction":
		s.NotActions = p.texts(at, e.value)
	case "Resource":
		s.Resources = p.texts(at, e.value)
	case "NotResource":
		s.NotResources = p.texts(at, e.value)
	case "Principal":
		s.Principal = p.principal(at, e.value)
	case "NotPrincipal":
		s.NotPrincipal = p.principal(at, e.value)
	case "Condition":
		s.Conditions = append(s.Conditions, p.conditions(at, e.value)...)
	}
}

// sid reads a statement id, which may not occur twice in a document.
func (p *parser) sid(path string, n node) string {
	sid := p.text(path, n)
	if p.sids == nil {
		p.sids = map[string]bool{}
	}
	if sid != "" && p.sids[sid] {
		p.problem(path, "duplicate Sid %s", quote(sid))
	}
	p.sids[sid] = true
	return sid
}

func (p *parser) effect(path string, n node) string {
	effect := p.text(path, n)
	if !slices.Contains([]string{"Allow", "Deny", ""}, effect) {
		p.problem(path, "%s is neither Allow nor Deny", quote(effect))
	}
	return effect
}

// exclusive notes a statement that has an element and its negation, which AWS refuses to store.
func (p *parser) exclusive(path, name string, plain, negated bool) {
	if plain && negated {
		p.problem(path, "both %s and Not%s", name, name)
	}
}

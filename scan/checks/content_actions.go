package checks

import (
	"github.com/orgscan/orgscan/scan/actions"
	"github.com/orgscan/orgscan/scan/policy"
)

// expand returns the actions of the catalogue that a pattern matches; each pattern is expanded once per account.
func (p *Pass) expand(pattern string) actions.Set {
	if s, ok := p.shared.expanded[pattern]; ok {
		return s
	}
	s := actions.Expand(pattern)
	p.shared.expanded[pattern] = s
	return s
}

// namedActions returns the actions that a statement speaks of, by naming them or by not excepting them.
func namedActions(p *Pass, s *policy.Statement) actions.Set {
	if s.Actions == nil && s.NotActions != nil {
		return unionOf(p, s.NotActions).Complement()
	}
	return unionOf(p, s.Actions)
}

func unionOf(p *Pass, patterns []string) actions.Set {
	var all actions.Set
	for _, pattern := range patterns {
		all.Add(p.expand(pattern))
	}
	return all
}

// effectiveActions returns the actions that a statement allows and that its document does not always deny.
func effectiveActions(p *Pass, d *policy.Document, s *policy.Statement) actions.Set {
	found := namedActions(p, s)
	for i := range d.Statements {
		if alwaysDenies(&d.Statements[i]) {
			found = found.Minus(namedActions(p, &d.Statements[i]))
		}
	}
	return found
}

func actionNames(s actions.Set) []string {
	var names []string
	for _, a := range s.List() {
		names = append(names, a.String())
	}
	return names
}

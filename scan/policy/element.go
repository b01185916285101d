package policy

import (
	"slices"
	"strings"
)

// The element names that the grammar knows, by where they stand.
var (
	documentElements  = []string{"Version", "Id", "Statement"}
	statementElements = []string{
		"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition",
	}
	principalKinds = []string{"AWS", "Service", "Federated", "CanonicalUser"}
)

// element is a member of an object under the name that the grammar gives it; a name that it does not know stays as
// written.
type element struct {
	name  string
	value node
}

// elements returns an object's members in document order, and notes repeated, unknown and wrongly spelled names.
func (p *parser) elements(path string, n node, names []string) []element {
	out := make([]element, 0, len(n.members))
	seen := make(map[string]bool, len(n.members))
	for _, m := range n.members {
		name := p.resolve(path, m.key, names)
		if seen[name] {
			p.problem(path, "duplicate key %s", quote(name))
		}
		seen[name] = true
		out = append(out, element{name: name, value: m.value})
	}
	return out
}

// resolve finds the grammar's name for a key. AWS insists on exact case when a policy is written; a reader that did so
// too would take {"action": …} for a statement without actions.
func (p *parser) resolve(path, key string, names []string) string {
	if slices.Contains(names, key) {
		return key
	}
	for _, name := range names {
		if strings.EqualFold(name, key) {
			p.problem(path, "%s is not spelled %q", quote(key), name)
			return name
		}
	}
	p.problem(path, "unknown element %s", quote(key))
	return key
}

// text reads an element that must be a string. Anything else is kept as its JSON text.
func (p *parser) text(path string, n node) string {
	if n.kind != kindString {
		p.problem(path, "%s, not a string", n.kind)
	}
	return literal(n)
}

// texts reads a string or a list of strings, and never returns nil: nil is for an absent element.
func (p *parser) texts(path string, n node) []string {
	out := p.flatten(path, n, func(at string, e node) {
		if e.kind != kindString {
			p.problem(at, "%s, not a string", e.kind)
		}
	})
	if len(out) == 0 {
		p.problem(path, "empty")
	}
	return out
}

// flatten returns the text of a scalar, or of each scalar in a list. Lists within the list are a problem and are opened.
func (p *parser) flatten(path string, n node, inspect func(string, node)) []string {
	out := []string{}
	if n.kind != kindList {
		inspect(path, n)
		return append(out, literal(n))
	}
	for i, e := range n.list {
		at := indexed(path, i)
		if e.kind == kindList {
			p.problem(at, "a list within a list")
		}
		out = append(out, p.flatten(at, e, inspect)...)
	}
	return out
}

// literal returns the content of a string and the JSON text of anything else.
func literal(n node) string {
	if n.kind == kindString {
		return n.text
	}
	return canonical(n, asWritten)
}

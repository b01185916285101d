package policy

// conditions reads operator → key → value or values. What has another shape is kept as a condition without key or without
// operator, so that a statement meant to be limited never reads as unlimited.
func (p *parser) conditions(path string, n node) []Condition {
	if n.kind == kindNull {
		p.problem(path, "null, not an object")
		return nil
	}
	if n.kind != kindObject {
		p.problem(path, "%s, not an object", n.kind)
		return []Condition{{Values: p.values(path, n)}}
	}
	var out []Condition
	for _, m := range p.unique(path, n) {
		out = append(out, p.operator(joined(path, m.key), m)...)
	}
	return out
}

func (p *parser) operator(path string, m member) []Condition {
	if m.value.kind != kindObject {
		p.problem(path, "%s, not an object", m.value.kind)
		return []Condition{{Operator: m.key, Values: p.values(path, m.value)}}
	}
	var out []Condition
	for _, key := range p.unique(path, m.value) {
		out = append(out, Condition{Operator: m.key, Key: key.key, Values: p.values(joined(path, key.key), key.value)})
	}
	return out
}

// unique returns an object's members as they are, and notes repeated keys.
func (p *parser) unique(path string, n node) []member {
	seen := make(map[string]bool, len(n.members))
	for _, m := range n.members {
		if seen[m.key] {
			p.problem(path, "duplicate key %s", quote(m.key))
		}
		seen[m.key] = true
	}
	return n.members
}

// values reads strings, numbers and booleans, alone or in a list; an empty list is allowed and matches nothing.
func (p *parser) values(path string, n node) []string {
	return p.flatten(path, n, func(at string, e node) {
		switch e.kind {
		case kindString, kindNumber, kindBool:
		default:
			p.problem(at, "%s, not a value", e.kind)
		}
	})
}

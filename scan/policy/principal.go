package policy

// principal reads "*" or an object of kinds. It never returns nil: nil is for an absent element.
func (p *parser) principal(path string, n node) *Principal {
	out := &Principal{}
	if n.kind != kindObject {
		p.loosePrincipal(out, path, n)
		return out
	}
	for _, e := range p.elements(path, n, principalKinds) {
		out.add(e.name, p.texts(joined(path, e.name), e.value))
	}
	if len(n.members) == 0 {
		p.problem(path, "empty")
	}
	return out
}

// loosePrincipal reads what is not an object: "*" is the grammar's; other names, which AWS refuses, count as AWS
// principals.
func (p *parser) loosePrincipal(out *Principal, path string, n node) {
	if n.kind == kindString && n.text == "*" {
		out.All = true
		return
	}
	p.problem(path, "%s, neither \"*\" nor an object", n.kind)
	if n.kind == kindNull {
		return
	}
	for _, name := range p.flatten(path, n, func(string, node) {}) {
		if name == "*" {
			out.All = true
			continue
		}
		out.AWS = append(out.AWS, name)
	}
}

func (r *Principal) add(kind string, names []string) {
	switch kind {
	case "AWS":
		r.AWS = append(r.AWS, names...)
	case "Service":
		r.Service = append(r.Service, names...)
	case "Federated":
		r.Federated = append(r.Federated, names...)
	case "CanonicalUser":
		r.CanonicalUser = append(r.CanonicalUser, names...)
	default:
		if r.Other == nil {
			r.Other = map[string][]string{}
		}
		r.Other[kind] = append(r.Other[kind], names...)
	}
}

package checks

import "github.com/orgscan/orgscan/scan/snapshot"

// readsOnly reports whether all that a role's own policies allow is reading. A policy that could not be read may allow more.
func readsOnly(p *Pass, r *snapshot.Role) bool {
	documents := p.Account.ManagedByARN()
	for _, a := range r.Attached {
		if !allowsOnlyReads(p, attachedText(documents[a.ARN])) {
			return false
		}
	}
	for _, i := range r.Inline {
		if !allowsOnlyReads(p, i.Document) {
			return false
		}
	}
	return true
}

func attachedText(m *snapshot.ManagedPolicy) string {
	if m == nil {
		return ""
	}
	text, _ := m.DefaultDocument()
	return text
}

func allowsOnlyReads(p *Pass, text string) bool {
	d := p.Document(text)
	if !understood(d) {
		return false
	}
	for i := range d.Statements {
		if s := &d.Statements[i]; s.Allows() && !onlyReads(effectiveActions(p, d, s)) {
			return false
		}
	}
	return true
}

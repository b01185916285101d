package policy

import "slices"

// AdminStatement is a statement that allows every action on every resource.
type AdminStatement struct {
	// Index is the statement's place in Document.Statements.
	Index int
	SID   string
	// ConditionKeys are the keys of the conditions that limit the statement, as written, sorted and each once; nil when it
	// is not limited. A condition that the grammar does not allow counts, with an empty key.
	ConditionKeys []string
}

// Limited reports whether conditions restrict when the statement holds.
func (a AdminStatement) Limited() bool { return len(a.ConditionKeys) > 0 }

// AdminStatements returns the statements that allow every action on every resource by themselves, in document order.
//
// Each statement is judged alone: a Deny beside it, several statements that add up, and Allow with NotAction or
// NotResource are not considered, and neither is what boundaries and control policies leave of it.
func (d *Document) AdminStatements() []AdminStatement {
	var out []AdminStatement
	for i := range d.Statements {
		s := &d.Statements[i]
		if s.Allows() && s.AllActions() && s.AllResources() {
			out = append(out, AdminStatement{Index: i, SID: s.SID, ConditionKeys: s.conditionKeys()})
		}
	}
	return out
}

func (s *Statement) conditionKeys() []string {
	var out []string
	for _, c := range s.Conditions {
		out = append(out, c.Key)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

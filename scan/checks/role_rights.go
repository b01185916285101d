package checks

import (
	"slices"

	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// roleRights is how much a role's own policies allow, boundary and control policies aside.
type roleRights struct {
	// admin are the policies that allow everything; broad those that allow nearly everything, or all of IAM.
	admin, broad []string
	// unread are policies that could not be read: they may allow anything.
	unread []string
}

// privileged reports whether the role can change what it likes, or may be able to.
func (y roleRights) privileged() bool { return len(y.admin)+len(y.broad)+len(y.unread) > 0 }

// proven returns the policies that make the role privileged for certain.
func (y roleRights) proven() []string { return slices.Concat(y.admin, y.broad) }

// rightsOf reads the policies of a role.
func rightsOf(p *Pass, r *snapshot.Role) roleRights {
	documents := managedPolicies(p)
	var y roleRights
	y.admin, y.unread = privilege(p, r, documents)
	add := func(name string, d *policy.Document) {
		if !unlimitedAdmin(d) && writesBroadly(d) {
			y.broad = append(y.broad, name)
		}
	}
	for _, a := range r.Attached {
		add("managed policy "+a.Name, attachedDocument(p, documents[a.ARN]))
	}
	for _, i := range r.Inline {
		add("inline policy "+i.Name, p.Document(i.Document))
	}
	slices.Sort(y.broad)
	return y
}

// writesBroadly reports whether one statement without conditions allows all but some actions, or all of IAM, on every
// resource.
func writesBroadly(d *policy.Document) bool {
	if deniesAll(d, "") {
		return false
	}
	return slices.ContainsFunc(d.Statements, func(s policy.Statement) bool {
		if !s.Allows() || len(s.Conditions) > 0 || !s.AllResources() {
			return false
		}
		return s.NotActions != nil || slices.Contains(s.ServiceWildcards(), "iam") && !deniesAll(d, "iam")
	})
}

// eachAllowed calls f for every action pattern that the role's policies allow, with NotAction as "*", and reports whether
// all of them could be read.
func eachAllowed(p *Pass, r *snapshot.Role, f func(action string)) bool {
	documents, read := managedPolicies(p), true
	list := make([]*policy.Document, 0, len(r.Attached)+len(r.Inline))
	for _, a := range r.Attached {
		list = append(list, attachedDocument(p, documents[a.ARN]))
	}
	for _, i := range r.Inline {
		list = append(list, p.Document(i.Document))
	}
	for _, d := range list {
		read = read && understood(d)
		for i := range d.Statements {
			allowedActions(&d.Statements[i], f)
		}
	}
	return read
}

func allowedActions(s *policy.Statement, f func(action string)) {
	if !s.Allows() {
		return
	}
	if s.NotActions != nil {
		f("*")
	}
	for _, action := range s.Actions {
		f(action)
	}
}

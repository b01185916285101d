package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// failUnused reports a role, milder when none of its policies allows everything.
func failUnused(p *Pass, r *snapshot.Role, documents map[string]*snapshot.ManagedPolicy) {
	var o *Outcome
	if r.LastUsed.IsZero() {
		o = p.Fail(r.ARN, "created %s, %d days ago, and no use is known; AWS keeps 400 days", date(r.Created), p.Days(r.Created))
	} else {
		o = p.Fail(r.ARN, "last used %s, %d days ago; the limit is %d", date(r.LastUsed), p.Days(r.LastUsed), p.Params.RoleUnusedAge)
	}
	switch admin, unread := privilege(p, r, documents); {
	case len(admin) > 0:
		o.Evidence("allowed everything by", strings.Join(admin, ", "))
	case len(unread) > 0:
		o.Evidence("not read", strings.Join(unread, ", "))
	default:
		o.At(findings.Low)
	}
	label(o, r)
}

// privilege returns the role's policies that allow everything, and those that cannot be read: what is not known must not
// make a finding milder.
func privilege(p *Pass, r *snapshot.Role, documents map[string]*snapshot.ManagedPolicy) (admin, unread []string) {
	sort := func(name string, d *policy.Document) {
		switch {
		case unlimitedAdmin(p, d):
			admin = append(admin, name)
		case !understood(d):
			unread = append(unread, name)
		}
	}
	for _, a := range r.Attached {
		sort("managed policy "+a.Name, attachedDocument(p, documents[a.ARN]))
	}
	for _, i := range r.Inline {
		sort("inline policy "+i.Name, p.Document(i.Document))
	}
	slices.Sort(admin)
	slices.Sort(unread)
	return admin, unread
}

// attachedDocument parses the version in force; a policy that was not collected is as good as a malformed one.
func attachedDocument(p *Pass, m *snapshot.ManagedPolicy) *policy.Document {
	if m == nil {
		return p.Document("")
	}
	text, _ := m.DefaultDocument()
	return p.Document(text)
}

func unlimitedAdmin(p *Pass, d *policy.Document) bool {
	return slices.ContainsFunc(adminStatements(d), func(s policy.AdminStatement) bool {
		return len(grantLimits(p, &d.Statements[s.Index])) == 0
	})
}

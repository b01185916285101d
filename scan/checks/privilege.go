package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// managedDocuments returns the managed policies whose documents were collected, by ARN.
func managedDocuments(p *Pass) map[string]*snapshot.ManagedPolicy {
	byARN := map[string]*snapshot.ManagedPolicy{}
	for _, list := range [][]snapshot.ManagedPolicy{p.Account.ManagedDocuments, p.Account.Policies} {
		for i := range list {
			byARN[list[i].ARN] = &list[i]
		}
	}
	return byARN
}

// privilege says which of a role's policies allow everything, empty when none does. A policy that cannot be read is named
// too: what is not known must not make a finding milder.
func privilege(p *Pass, r *snapshot.Role, documents map[string]*snapshot.ManagedPolicy) string {
	var admin, unread []string
	sort := func(name string, d *policy.Document) {
		switch {
		case unlimitedAdmin(d):
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
	switch {
	case len(admin) > 0:
		return strings.Join(admin, ", ") + " allows everything"
	case len(unread) > 0:
		return "not known: " + strings.Join(unread, ", ") + " could not be read"
	}
	return ""
}

// attachedDocument parses the version in force; a policy that was not collected is as good as a malformed one.
func attachedDocument(p *Pass, m *snapshot.ManagedPolicy) *policy.Document {
	if m == nil {
		return p.Document("")
	}
	text, _ := m.DefaultDocument()
	return p.Document(text)
}

func unlimitedAdmin(d *policy.Document) bool {
	return slices.ContainsFunc(adminStatements(d), func(s policy.AdminStatement) bool { return !s.Limited() })
}

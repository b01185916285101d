package checks

import (
	"github.com/orgscan/orgscan/scan/actions"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// iamWrites returns the actions by which principals and policies are made and changed.
func iamWrites(p *Pass) actions.Set {
	return actions.Of(actions.Write, actions.PermissionsManagement).Intersect(p.expand("iam:*"))
}

// sensitive says what a statement allows that deserves a condition; empty when nothing does.
func sensitive(p *Pass, d *policy.Document, s *policy.Statement) string {
	if !s.Allows() || ownResource(s) {
		return ""
	}
	found := effectiveActions(p, d, s).Intersect(iamWrites(p))
	switch {
	case found.Len() == 0:
		return ""
	case s.AllActions() && s.AllResources():
		return "everything"
	}
	return "changes to IAM such as " + found.List()[0].String()
}

// changesIAM reports whether one of a principal's documents allows principals or policies to be made or changed.
func changesIAM(p *Pass, h holder, documents map[string]*snapshot.ManagedPolicy) (changes, unread bool) {
	judge := func(d *policy.Document) {
		unread = unread || !understood(d)
		for i := range d.Statements {
			changes = changes || sensitive(p, d, &d.Statements[i]) != ""
		}
	}
	for _, a := range h.attached {
		judge(attachedDocument(p, documents[a.ARN]))
	}
	for _, i := range h.inline {
		judge(p.Document(i.Document))
	}
	return changes, unread
}

package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// failUnused reports a role, milder when it is no administrator, or one under conditions only. What is not known does not make
// it milder.
func failUnused(p *Pass, r *snapshot.Role) {
	var o *Outcome
	if r.LastUsed.IsZero() {
		o = p.Fail(r.ARN, "created %s, %d days ago, and no use is known; AWS keeps 400 days", date(r.Created), p.Days(r.Created))
	} else {
		o = p.Fail(r.ARN, "last used %s, %d days ago; the limit is %d", date(r.LastUsed), p.Days(r.LastUsed), p.Params.RoleUnusedAge)
	}
	v := p.Access().RoleAdmin(r)
	if v.Granted() {
		o.Evidence("allowed everything by", strings.Join(v.By, ", "))
	}
	if len(v.Unread) > 0 {
		o.Evidence("not read", strings.Join(v.Unread, ", "))
	}
	if !v.Possible() || len(v.Conditions) > 0 {
		o.At(findings.Low)
	}
	label(o, r)
}

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

// attachedDocument parses the version in force; a policy that was not collected is as good as a malformed one.
func attachedDocument(p *Pass, m *snapshot.ManagedPolicy) *policy.Document {
	if m == nil {
		return p.Document("")
	}
	text, _ := m.DefaultDocument()
	return p.Document(text)
}

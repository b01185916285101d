package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/access"
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
	privileged(o, p.Access().RoleAdmin(r))
	if madeByAWS(r) {
		o.At(findings.Low)
	}
	label(o, r)
}

// privileged says why an administrator's finding keeps its severity.
func privileged(o *Outcome, v access.Verdict) {
	if !v.Possible() || len(v.Conditions) > 0 {
		o.At(findings.Low)
		return
	}
	if v.Granted() {
		o.Evidence("allowed everything by", strings.Join(v.By, ", "))
	}
	if len(v.Unread) > 0 {
		o.Evidence("not read", strings.Join(v.Unread, ", "))
	}
}

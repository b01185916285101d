package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "audit-role-drifted",
		Group:    "admin",
		Title:    "the audit role allows more, or lets in more, than a sweep needs",
		Severity: findings.High,
		Why: "The role is in every account and trusted from one place: what is added to it, in permissions or in trust, opens " +
			"the whole organization at once.",
		Fix: "Put the policies back that `orgscan role` prints, and find out who changed them.",
		Blind: "Reading that a sweep does not need, Deny statements and boundaries that take away again, and which role of " +
			"the trusted account is named. The ExternalId is asked for only in sweeps that send one.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html", leastPrivilege,
		},
		Since: "0.1.0",
	},
	Needs: accessNeeds, NoSubject: "no role that sweeps use",
	Eval: func(p *Pass) {
		for i := range p.Account.Roles {
			if r := &p.Account.Roles[i]; sweepRole(p, r) {
				judgeAuditRole(p, r)
			}
		}
	},
})

func judgeAuditRole(p *Pass, r *snapshot.Role) {
	before := len(p.log.lines)
	judgeAuditPermissions(p, r)
	judgeAuditTrust(p, r)
	if len(p.log.lines) == before {
		p.OK(r.ARN)
	}
}

// judgeAuditPermissions reports each policy of the role that allows more than reading.
func judgeAuditPermissions(p *Pass, r *snapshot.Role) {
	documents := managedDocuments(p)
	for _, at := range r.Attached {
		if readingPolicy(at.ARN) {
			continue
		}
		d := attachedDocument(p, documents[at.ARN])
		judgeAuditPolicy(p, r, "managed policy "+at.Name, "policy:"+attachmentKey(at.ARN), d)
	}
	for _, in := range r.Inline {
		judgeAuditPolicy(p, r, "inline policy "+in.Name, "inline:"+in.Name, p.Document(in.Document))
	}
}

// readingPolicy reports whether AWS itself keeps the policy to reading.
func readingPolicy(arn string) bool {
	for _, name := range []string{"SecurityAudit", "job-function/ViewOnlyAccess", "ReadOnlyAccess"} {
		if strings.HasSuffix(arn, ":iam::aws:policy/"+name) {
			return true
		}
	}
	return false
}

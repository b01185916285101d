package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "policy-aws-managed-broad",
		Group:      "policy",
		Title:      "principal has a broad policy of AWS's",
		Severity:   findings.Low,
		Why:        "AWS's policies know no resources of yours: they cover every bucket and table, and AWS widens them without asking.",
		Fix:        "Copy what is used into a policy of your own that names the resources.",
		Blind:      "AdministratorAccess, which is reported as admin. Whether the breadth is needed.",
		References: []string{"https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html", leastPrivilege},
		Since:      "0.1.0",
		// Off: for people who read and for small accounts these policies are the recommended ones.
		OffByDefault: true,
	},
	Needs:     []snapshot.Section{snapshot.SectionPrincipals, snapshot.SectionManagedDocuments},
	NoSubject: noPrincipals,
	Eval: func(p *Pass) {
		documents := p.Account.ManagedByARN()
		eachHolder(p, func(h holder) {
			clean := true
			for _, a := range byARN(h.attached) {
				m := &snapshot.ManagedPolicy{ARN: a.ARN}
				if !m.AWSManaged() || strings.HasSuffix(a.ARN, supportAccess) {
					continue
				}
				clean = judgeBreadth(p, h, a, attachedDocument(p, documents[a.ARN])) && clean
			}
			if clean {
				p.OK(h.arn)
			}
		})
	},
})

package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "policy-unattached",
		Group:      "policy",
		Title:      "customer managed policy is not used",
		Severity:   findings.Info,
		Why:        "Unused policies pile up, get attached by mistake because of their names, and hide the one that was planted.",
		Fix:        "Delete the policy; keep its text where your infrastructure is described.",
		Blind:      "Attachments through IAM Identity Center in accounts where the permission set is not provisioned yet.",
		References: []string{"https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_manage-delete.html", boundariesPage},
		Since:      "0.1.0",
	},
	Needs:     policySections(),
	NoSubject: noCustomerPolicies,
	Eval: func(p *Pass) {
		eachCustomerPolicy(p, func(m *snapshot.ManagedPolicy) {
			switch {
			case m.Attachments > 0:
				p.OK(m.ARN)
			case m.BoundaryUses > 0:
				p.Passed(m.ARN, "some are used only as a permissions boundary")
			default:
				p.Fail(m.ARN, "attached to no principal and no permissions boundary").Evidence("last changed", lastChanged(m))
			}
		})
	},
})

func lastChanged(m *snapshot.ManagedPolicy) string {
	if m.Updated.IsZero() {
		return date(m.Created)
	}
	return date(m.Updated)
}

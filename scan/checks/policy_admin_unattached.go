package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "policy-admin-unattached",
		Group:      "policy",
		Title:      "unattached customer managed policy allows everything",
		Severity:   findings.Low,
		Why:        "It waits for iam:AttachUserPolicy: its harmless name hides from reviewers that attaching it makes an administrator.",
		Fix:        "Delete the policy; for a permissions boundary list what principals may have at most.",
		Blind:      "Statements that allow everything only together, NotAction, and versions that are not the default.",
		References: []string{leastPrivilege, policyActionsPage, boundariesPage},
		Since:      "0.1.0",
	},
	Needs:     policySections(),
	NoSubject: noCustomerPolicies,
	Eval: func(p *Pass) {
		eachCustomerPolicy(p, func(m *snapshot.ManagedPolicy) {
			if m.Attachments > 0 {
				p.NotApplicable(m.ARN, "attached")
				return
			}
			judgeAdminPolicy(p, m)
		})
	},
})

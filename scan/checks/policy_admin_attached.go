package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "policy-admin-attached",
		Group:      "policy",
		Title:      "attached customer managed policy allows everything",
		Severity:   findings.High,
		Why:        "Whoever takes over one of its principals owns the account: can read all data, make keys and erase the traces.",
		Fix:        "Detach the policy and grant the actions that are used; IAM Access Analyzer can derive them from CloudTrail.",
		Blind:      "Statements that allow everything only together, NotAction, boundaries, Deny elsewhere or under conditions; AWS's own policies.",
		References: []string{leastPrivilege, policyActionsPage, securityHubIAM},
		Since:      "0.1.0",
	},
	Needs:     policySections(),
	NoSubject: noCustomerPolicies,
	Eval: func(p *Pass) {
		eachCustomerPolicy(p, func(m *snapshot.ManagedPolicy) {
			switch {
			case m.Attachments > 0:
				judgeAdminPolicy(p, m)
			case m.BoundaryUses > 0:
				p.NotApplicable(m.ARN, "used only as a permissions boundary, which grants nothing")
			default:
				p.NotApplicable(m.ARN, "not attached")
			}
		})
	},
})

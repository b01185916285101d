package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "org-scp-missing-audit-role-guard", Group: "org", Severity: findings.Medium,
		Title: "the audit role can be changed in member accounts",
		Why: "An administrator of the account can let others assume the role that sweeps use, give it more rights, " +
			"or take it away and hide the account from the next audit.",
		Fix: "Attach a service control policy to the root that denies changes to the audit role, with an exemption " +
			"for the role that deploys it.",
		Blind: "Only what a request's principal, account and the guard's own keys tell: a Deny under any other " +
			"condition counts as none. Changes to the policies that are attached to the role.",
		References: []string{scpExamplesPage, scpEvaluation},
		Since:      "0.1.0",
	},
	CausedBy: []string{"org-account-without-scp"},
	OrgNeeds: controlNeeds,
	Judge:    func(p *OrgPass) { judgeGuard(p, auditRoleGuard(p.Params.AuditRole)) },
})

// auditRoleGuard protects the role that sweeps assume; the name may hold a path.
func auditRoleGuard(role string) guardrail {
	return guardrail{
		requirements: []requirement{{what: "changes to the audit role", actions: []string{
			"iam:UpdateAssumeRolePolicy", "iam:DeleteRole", "iam:AttachRolePolicy", "iam:DetachRolePolicy", "iam:PutRolePolicy",
		}}},
		principals: ordinary,
		resource:   "iam::ACCOUNT:role/" + strings.TrimPrefix(role, "/"),
	}
}

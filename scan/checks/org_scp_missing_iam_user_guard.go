package checks

import (
	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "org-scp-missing-iam-user-guard", Group: "org", Severity: findings.Low,
		Title: "IAM users and their keys can be made in member accounts",
		Why: "Every new user or key is a long-term secret outside the directory, and the usual way to stay after a " +
			"break-in.",
		Fix: "Attach a service control policy that denies iam:CreateUser, iam:CreateAccessKey and " +
			"iam:CreateLoginProfile, with an exemption for the few principals that need them.",
		Blind: "Only what a request's principal, account and the guard's own keys tell: a Deny under any other " +
			"condition counts as none.",
		References: []string{scpExamplesPage, scpEvaluation},
		Since:      "0.1.0",
	},
	CausedBy: []string{"org-account-without-scp"},
	OrgNeeds: controlNeeds,
	Judge:    func(p *OrgPass) { judgeGuard(p, userGuard) },
})

var userGuard = guardrail{
	requirements: []requirement{
		{what: "iam:CreateUser", actions: []string{"iam:CreateUser"}},
		{what: "iam:CreateAccessKey", actions: []string{"iam:CreateAccessKey"}},
		{what: "iam:CreateLoginProfile", actions: []string{"iam:CreateLoginProfile"}},
	},
	principals: ordinary,
}

package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "password-policy-lowercase", Group: "password", Severity: findings.Low,
		Title: "the password policy does not ask for a lowercase letter",
		Why:   "Without lowercase letters a password draws on half an alphabet and is guessed sooner.",
		Fix:   "Require a lowercase letter in the account's password policy.",
		Blind: "Whether passwords set before are strong; AWS checks a password only when it is set.",
		References: []string{
			passwordPolicyGuide,
			"https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-12",
		},
		Since: "0.1.0",
	},
	Needs: passwordPolicyNeeds,
	Eval: func(p *Pass) {
		judgePasswordPolicy(p, func(policy *snapshot.PasswordPolicy) bool { return policy.RequireLowercase },
			"passwords need not hold a lowercase letter")
	},
})

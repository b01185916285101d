package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "password-policy-number", Group: "password", Severity: findings.Low,
		Title: "the password policy does not ask for a digit",
		Why:   "A plain word is found by any dictionary attack.",
		Fix:   "Require a digit in the account's password policy.",
		Blind: "Whether passwords set before are strong; AWS checks a password only when it is set.",
		References: []string{
			passwordPolicyGuide,
			"https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-14",
		},
		Since: "0.1.0",
	},
	Needs: passwordPolicyNeeds,
	Eval: func(p *Pass) {
		judgePasswordPolicy(p, func(policy *snapshot.PasswordPolicy) bool { return policy.RequireNumbers },
			"passwords need not hold a digit")
	},
})

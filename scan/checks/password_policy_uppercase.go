package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "password-policy-uppercase", Group: "password", Severity: findings.Low,
		Title: "the password policy does not ask for an uppercase letter",
		Why:   "Passwords of one alphabet are the first that guessing programs try.",
		Fix:   "Require an uppercase letter in the account's password policy.",
		Blind: "Whether passwords set before are strong; AWS checks a password only when it is set.",
		References: []string{
			passwordPolicyGuide,
			"https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-11",
		},
		Since: "0.1.0",
	},
	Needs: passwordPolicyNeeds,
	Eval: func(p *Pass) {
		judgePasswordPolicy(p, func(policy *snapshot.PasswordPolicy) bool { return policy.RequireUppercase },
			"passwords need not hold an uppercase letter")
	},
})

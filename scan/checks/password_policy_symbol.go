package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "password-policy-symbol", Group: "password", Severity: findings.Low,
		Title: "the password policy does not ask for a symbol",
		Why:   "Words and digits alone are what lists of leaked passwords consist of.",
		Fix:   "Require a symbol in the account's password policy.",
		Blind: "Whether passwords set before are strong; AWS checks a password only when it is set.",
		References: []string{
			passwordPolicyGuide,
			"https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-13",
		},
		Since: "0.1.0",
	},
	Needs: passwordPolicyNeeds,
	Eval: func(p *Pass) {
		judgePasswordPolicy(p, func(policy *snapshot.PasswordPolicy) bool { return policy.RequireSymbols },
			"passwords need not hold a symbol")
	},
})

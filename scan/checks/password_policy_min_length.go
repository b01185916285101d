package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "password-policy-min-length", Group: "password", Severity: findings.Medium,
		Title: "the password policy allows short passwords",
		Why:   "Short passwords fall to guessing and, after a leak elsewhere, to cracking.",
		Fix:   "Set the minimum length of the account's password policy to at least 14 characters.",
		Blind: "Passwords set before the policy was tightened stay short until they are changed.",
		References: []string{
			passwordPolicyGuide,
			"https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-15",
		},
		Since: "0.1.0",
	},
	Needs: passwordPolicyNeeds,
	Eval: func(p *Pass) {
		least := p.Params.PasswordPolicyMinLength
		judgePasswordPolicy(p, func(policy *snapshot.PasswordPolicy) bool { return policy.MinLength >= least },
			"the minimum length is %d, less than %d", passwordPolicy(p).MinLength, least)
	},
})

package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "password-policy-self-change-disabled", Group: "password", Severity: findings.Low,
		Title: "users may not change their own passwords",
		Why:   "A user who fears that a password leaked must ask somebody and wait, and administrators learn other people's passwords.",
		Fix:   "Allow users to change their own password in the account's password policy.",
		Blind: "Users who may change their password through an identity policy of their own.",
		References: []string{
			passwordPolicyGuide,
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_enable-user-change.html",
		},
		Since: "0.1.0",
	},
	Needs: passwordPolicyNeeds,
	Eval: func(p *Pass) {
		judgePasswordPolicy(p, func(policy *snapshot.PasswordPolicy) bool { return policy.AllowUsersToChange },
			"the password policy does not let users change their own password")
	},
})

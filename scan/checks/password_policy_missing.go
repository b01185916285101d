package checks

import "github.com/orgscan/orgscan/findings"

var _ = register(Check{
	Rule: findings.Rule{
		ID: "password-policy-missing", Group: "password", Severity: findings.Medium,
		Title: "the account has no password policy of its own",
		Why:   "AWS's default then rules: eight characters of three classes, no expiry and no memory of old passwords.",
		Fix:   "Set a password policy; better, let people in through IAM Identity Center and delete their passwords.",
		Blind: "Whether a policy that is there is strict: the other password-policy checks tell.",
		References: []string{
			passwordPolicyGuide,
			"https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-7",
		},
		Since: "0.1.0",
	},
	Needs: passwordPolicyNeeds,
	Eval: func(p *Pass) {
		if passwordPolicy(p).Set {
			p.OK(p.Account.RootARN())
			return
		}
		lessWithoutUsers(p, p.Fail(p.Account.RootARN(), "AWS's default password policy applies"))
	},
})

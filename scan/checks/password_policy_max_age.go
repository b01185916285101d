package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "password-policy-max-age", Group: "password", Severity: findings.Info,
		Title: "the password policy lets passwords live too long",
		Why:   "A password that never expires stays good for whoever stole it. Standards disagree: with MFA everywhere, expiry adds little.",
		Fix:   "Set passwords to expire after at most 90 days where your standard asks for it.",
		Blind: "How old passwords are: user-password-old tells.",
		References: []string{
			passwordPolicyGuide,
			"https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-17",
		},
		Since: "0.1.0",
	},
	Needs: passwordPolicyNeeds,
	Eval: func(p *Pass) {
		limit, policy := p.Params.PasswordPolicyMaxAge, passwordPolicy(p)
		if policy.Set && (!policy.ExpirePasswords || policy.MaxAgeDays == 0) {
			lessWithoutUsers(p, p.Fail(p.Account.RootARN(), "passwords never expire"))
			return
		}
		judgePasswordPolicy(p, func(*snapshot.PasswordPolicy) bool { return policy.MaxAgeDays <= limit },
			"passwords expire after %d days, more than %d", policy.MaxAgeDays, limit)
	},
})

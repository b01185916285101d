package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "password-policy-reuse", Group: "password", Severity: findings.Medium,
		Title: "the password policy lets old passwords come back",
		Why:   "A password that leaked once works again as soon as its owner returns to it.",
		Fix:   "Make the password policy remember the last 24 passwords.",
		Blind: "Passwords that differ from the old one by a digit.",
		References: []string{
			passwordPolicyGuide,
			"https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-16",
		},
		Since: "0.1.0",
	},
	Needs: passwordPolicyNeeds,
	Eval: func(p *Pass) {
		// AWS remembers 1 to 24 passwords; 0 stands for a policy that remembers none.
		least, remembered := p.Params.PasswordPolicyReuse, passwordPolicy(p).Reuse
		judgePasswordPolicy(p, func(*snapshot.PasswordPolicy) bool { return remembered >= least },
			"%d earlier passwords are refused, fewer than %d", remembered, least)
	},
})

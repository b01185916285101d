package checks

import (
	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "event-password-policy-change",
		Group:    "event",
		Title:    "somebody changed the password policy",
		Severity: findings.Medium,
		Why:      "A weaker policy lets weak passwords in, and nobody notices until one is guessed.",
		Fix:      "Compare the policy with what was decided, and restore it if the change was not.",
		Blind:    eventBlind + " What the policy was before.",
		References: []string{
			eventHistory,
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html",
		},
		Since:        "0.1.0",
		OffByDefault: true,
	},
	Needs: eventNeeds,
	Eval: func(p *Pass) {
		eachEvent(p, iamEvent("UpdateAccountPasswordPolicy", "DeleteAccountPasswordPolicy"), changes)
	},
})

package checks

import (
	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "event-mfa-disabled",
		Group:    "event",
		Title:    "somebody lost an MFA device",
		Severity: findings.High,
		Why:      "Whoever has a password and may take off its MFA device needs no second factor any more; intruders do so to stay.",
		Fix:      "Ask the owner whether they lost their device. If not, end their sessions, change the password, and give them a new device.",
		Blind:    eventBlind + " A device that is deleted without having belonged to anybody is reported too.",
		References: []string{
			eventHistory,
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_disable.html",
		},
		Since:        "0.1.0",
		OffByDefault: true,
	},
	Needs: eventNeeds,
	Eval: func(p *Pass) {
		eachEvent(p, iamEvent("DeactivateMFADevice", "DeleteVirtualMFADevice"), changes)
	},
})

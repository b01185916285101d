package checks

import (
	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "event-user-lifecycle",
		Group:    "event",
		Title:    "somebody made or deleted a user",
		Severity: findings.Medium,
		Why:      "A user that an intruder makes outlives every password that is changed afterwards; one that is made and deleted within a day leaves no trace elsewhere.",
		Fix:      "Ask the actor what the user is for. If nobody knows, disable its credentials, and look for what else the actor did from this address.",
		Blind:    eventBlind,
		References: []string{
			eventHistory,
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html",
		},
		Since:        "0.1.0",
		OffByDefault: true,
	},
	Needs: eventNeeds,
	Eval:  func(p *Pass) { eachEvent(p, iamEvent("CreateUser", "DeleteUser"), changes) },
})

package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "event-console-login-no-mfa",
		Group:    "event",
		Title:    "user signed in to the console without MFA",
		Severity: findings.High,
		Why:      "The password alone was enough. If it was the owner, it is enough for whoever learns it, too.",
		Fix:      "Ask the user whether it was them, and give them an MFA device that their policies insist on.",
		Blind:    eventBlind + " People who sign in through an identity provider: their second factor is its business.",
		References: []string{
			eventHistory,
			"https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html",
		},
		Since:        "0.1.0",
		OffByDefault: true,
	},
	Needs: eventNeeds,
	Eval:  func(p *Pass) { eachEvent(p, passwordAlone, changes) },
})

// passwordAlone means sign-ins of IAM users, which are the only ones of which AWS knows the second factor besides the root
// user's.
func passwordAlone(e *snapshot.Event) bool {
	return e.Name == consoleLogin && e.ActorType == "IAMUser" && e.MFAUsed == "No"
}

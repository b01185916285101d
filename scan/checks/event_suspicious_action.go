package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "event-suspicious-action",
		Group:    "event",
		Title:    "somebody did what intruders do",
		Severity: findings.High,
		Why:      "These calls are how an intruder stays, grows and hides: new keys and providers, wider policies and trusts, guards and recordings that end.",
		Fix:      "Take each line to whoever runs the account. What nobody ordered was an intruder: end the actor's sessions, and undo it.",
		Blind:    eventBlind + " Whether somebody ordered it; and, beyond the Region where global services record, everything but sign-ins.",
		References: []string{
			eventHistory,
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/security-audit-guide.html",
		},
		Since:        "0.1.0",
		OffByDefault: true,
	},
	Needs: eventNeeds,
	Eval:  func(p *Pass) { eachEvent(p, suspicious, attempts) },
})

// suspicious means the watched events, but those that only make something weaker for its owner: an access key that is made
// inactive, a group that comes or goes. Sign-ins count when the root user made them or a user without a second factor.
func suspicious(e *snapshot.Event) bool {
	switch {
	case e.Name == consoleLogin:
		return e.ActorType == "Root" || passwordAlone(e)
	case e.Source == eventsOfIAM && slices.Contains(unremarkable, e.Name):
		return false
	case e.Name == "UpdateAccessKey":
		return e.Status == "Active"
	}
	return slices.Contains(snapshot.WatchedEvents()[e.Source], e.Name)
}

// unremarkable are watched for other checks.
var unremarkable = []string{"CreateGroup", "CreatePolicy", "DeleteGroup", "DeletePolicyVersion", "RemoveUserFromGroup", "UpdateGroup"}

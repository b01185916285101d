package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "event-root-login",
		Group:    "event",
		Title:    "the root user did something",
		Severity: findings.High,
		Why:      "Nothing limits the root user but control policies, and day-to-day work never needs it: every use is an emergency or an intruder.",
		Fix:      "Find the person behind it and the reason. If there is none, change the password, delete its keys and end its sessions.",
		Blind:    eventBlind + " Calls in Regions other than the one where global services record, sign-ins aside.",
		References: []string{
			eventHistory,
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html",
		},
		Since:        "0.1.0",
		OffByDefault: true,
	},
	Needs: eventNeeds,
	Eval:  func(p *Pass) { eachEvent(p, ofRoot, attempts) },
})

// ofRoot leaves out what AWS services do for the account in the root user's name.
func ofRoot(e *snapshot.Event) bool { return e.ActorType == "Root" && e.InvokedBy == "" }

// attempts reports what was refused too, because somebody tried.
func attempts(p *Pass, e *snapshot.Event) {
	if o := reportEvent(p, e); e.Failed() {
		o.At(findings.Medium)
	}
}

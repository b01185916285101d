package checks

import (
	"time"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "break-glass-untested", Group: "breakglass", Severity: findings.Low,
		Title: "a break-glass principal was not tested for long",
		Why: "What nobody has tried does not work when it is needed: the password is lost, the device empty, the " +
			"way blocked by a new policy.",
		Fix:        "Hold a drill at least once a year: sign in with it, look at something, and write it down.",
		Blind:      "Whether a use was a drill. AWS keeps the last use of roles for 400 days.",
		References: []string{breakGlassPage},
		Since:      "0.1.0",
	},
	Needs: []snapshot.Section{snapshot.SectionPrincipals, snapshot.SectionCredentialReport},
	Scope: breakGlassScope,
	Eval: func(p *Pass) {
		eachBreakGlassUse(p, func(arn string, last time.Time) {
			switch {
			case last.IsZero():
				p.Fail(arn, "no use is known")
			case p.Days(last) > p.Params.BreakGlassTestedWithin:
				p.Fail(arn, "last used %s, %d days ago; the limit is %d", date(last), p.Days(last), p.Params.BreakGlassTestedWithin)
			default:
				p.OK(arn)
			}
		})
	},
})

package checks

import (
	"time"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "break-glass-used", Group: "breakglass", Severity: findings.High,
		Title:      "a break-glass principal was used recently",
		Why:        "It was an emergency, a drill or an intruder: somebody should know which.",
		Fix:        "Find out who used it and for what, and write it down with a ticket.",
		Blind:      "What was done, and whether a ticket exists.",
		References: []string{breakGlassPage},
		Since:      "0.1.0",
	},
	Needs: []snapshot.Section{snapshot.SectionPrincipals, snapshot.SectionCredentialReport},
	Scope: breakGlassScope,
	Eval: func(p *Pass) {
		eachBreakGlassUse(p, func(arn string, last time.Time) {
			switch {
			case last.IsZero():
				p.Passed(arn, "no use on record")
			case p.Days(last) < p.Params.BreakGlassUsedWithin:
				p.Fail(arn, "last used %s, within %d days", date(last), p.Params.BreakGlassUsedWithin)
			default:
				p.Passed(arn, "last used "+date(last))
			}
		})
	},
})

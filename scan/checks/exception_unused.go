package checks

import "github.com/orgscan/orgscan/findings"

var _ = register(Check{
	Rule: findings.Rule{
		ID: "exception-unused", Group: "coverage", Severity: findings.Info,
		Title: "an exception accepts nothing",
		Why:   "The problem is gone, but the exception would silently accept the next one like it.",
		Fix:   "Remove the exception from the exceptions file.",
		Blind: "Runs that look at a selection of accounts or checks, and exceptions for accounts that could not be looked at in " +
			"full: there nobody knows. Expired exceptions, which `exception-expired` reports.",
		References: []string{exceptionsReference},
		Since:      "0.1.0",
	},
	OfRun: true,
	Judge: func(p *OrgPass) {
		if e := p.Params.Exceptions; e != nil && e.Narrowed {
			p.NotApplicable("the run looked at a selection of accounts or checks")
			return
		}
		judgeExceptions(p, func(x ExceptionInRun) string {
			if x.State != findings.ExceptionUnused || x.Unread {
				return ""
			}
			return "it accepts no finding and no gap"
		})
	},
})

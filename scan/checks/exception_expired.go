package checks

import "github.com/orgscan/orgscan/findings"

var _ = register(Check{
	Rule: findings.Rule{
		ID: "exception-expired", Group: "coverage", Severity: findings.Medium,
		Title: "an exception has expired and is still on file",
		Why: "What it accepted counts again. An exception that nobody renews or removes shows that nobody watches over what " +
			"was accepted.",
		Fix:        "Fix what it accepted and remove it from the exceptions file, or have it approved again with a new date.",
		Blind:      "Exceptions that are about to end; the report names those that do within 30 days.",
		References: []string{exceptionsReference},
		Since:      "0.1.0",
	},
	OfRun: true,
	Judge: func(p *OrgPass) {
		judgeExceptions(p, func(x ExceptionInRun) string {
			switch {
			case x.State != findings.ExceptionExpired:
				return ""
			case x.Findings+x.Gaps == 0:
				return "it expired after " + x.Expires + " and accepts nothing any more"
			}
			return "it expired after " + x.Expires + "; what it accepted counts again"
		})
	},
})

package checks

import "github.com/orgscan/orgscan/findings"

var _ = register(Check{
	Rule: findings.Rule{
		ID: "exception-invalid", Group: "coverage", Severity: findings.Medium,
		Title: "an exception names something that does not exist",
		Why: "It accepts nothing, or something else than was approved: the account, unit, check or section it names was mistyped, " +
			"renamed or removed.",
		Fix: "Correct the name in the exceptions file, or remove the exception.",
		Blind: "Resources and groups of findings: they may exist and have no finding. Organizational units while the tree of " +
			"the organization could not be read.",
		References: []string{exceptionsReference},
		Since:      "0.1.0",
	},
	OfRun: true,
	Judge: func(p *OrgPass) { judgeExceptions(p, absentInWords) },
})

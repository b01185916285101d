package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/policy"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "policy-notaction-allow",
		Group:      "policy",
		Title:      "policy allows all but what it lists",
		Severity:   findings.Medium,
		Why:        "Allow with NotAction or NotResource grants every service and action that AWS adds, without anybody deciding it.",
		Fix:        "List what is needed under Action and Resource, or turn the statement into a Deny of what must not be done.",
		Blind:      "What boundaries and Deny statements in other policies leave of it. AWS's own policies.",
		References: []string{notActionPage, policyActionsPage},
		Since:      "0.1.0",
	},
	Needs:     policySections(),
	NoSubject: noPolicies,
	Eval: func(p *Pass) {
		judgeStatements(p, func(sub *subject, s *policy.Statement) *fault {
			if deniesAll(sub.document, "") {
				return nil
			}
			return judgeNegation(s)
		})
	},
})

const notActionPage = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html"

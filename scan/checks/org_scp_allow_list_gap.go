package checks

import (
	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "org-scp-allow-list-gap", Group: "org", Severity: findings.Info,
		Title: "the account lives by a list of allowed actions",
		Why: "Where FullAWSAccess was taken away, what is not listed at every level is denied: good to know before " +
			"a missing right is searched elsewhere.",
		Fix:        "Nothing, when the list is meant. Else attach FullAWSAccess to the node again.",
		Blind:      "Conditions and resources under which the listed actions are allowed.",
		References: []string{scpEvaluation, scpPage},
		Since:      "0.1.0",
	},
	OrgNeeds: controlNeeds,
	Judge:    judgeAllowLists,
})

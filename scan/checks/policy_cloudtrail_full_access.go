package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/policy"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "policy-cloudtrail-full-access",
		Group:      "policy",
		Title:      "policy allows trails to be stopped or deleted",
		Severity:   findings.Medium,
		Why:        "The first thing an intruder does is to switch off the log that would show the second.",
		Fix:        "Grant cloudtrail:Get*, List* and Describe*; leave changes to the role that deploys the trail.",
		Blind:      "Trails that are silenced in other ways, by PutEventSelectors, UpdateTrail or the bucket they write to.",
		References: []string{"https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html"},
		Since:      "0.1.0",
	},
	Needs:     policySections(),
	NoSubject: noPolicies,
	Eval: func(p *Pass) {
		judgeStatements(p, func(sub *subject, s *policy.Statement) *fault {
			found := grants(sub.document, s, "cloudtrail:DeleteTrail", "cloudtrail:StopLogging")
			if len(found) == 0 || !reachesAll(p.Account, s, anyTrail) {
				return nil
			}
			return &fault{text: "allows " + strings.Join(found, " and ") + " on every trail"}
		})
	},
})

package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/policy"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "policy-data-exfiltration",
		Group:      "policy",
		Title:      "policy allows all stored data or secrets to be read",
		Severity:   findings.Medium,
		Why:        "One stolen session carries away every object, secret or database snapshot of the account.",
		Fix:        "Name the buckets, parameters, secrets and snapshots that are needed; for audits grant List and Describe only.",
		Blind:      "Data in services other than S3, SSM, Secrets Manager and RDS, and what key policies keep encrypted.",
		References: []string{leastPrivilege},
		Since:      "0.1.0",
	},
	Needs:     policySections(),
	NoSubject: noPolicies,
	Eval: func(p *Pass) {
		judgeStatements(p, func(sub *subject, s *policy.Statement) *fault {
			var found []string
			for _, r := range dataReads {
				if len(grants(sub.document, s, r.action)) > 0 && reachesAll(p.Account, s, r.kind) {
					found = append(found, r.action)
				}
			}
			if len(found) == 0 {
				return nil
			}
			return &fault{text: "allows " + strings.Join(found, ", ") + " on everything"}
		})
	},
})

// dataReads are the actions that hand out what is stored.
var dataReads = []struct {
	action string
	kind   kind
}{
	{"rds:CopyDBSnapshot", anySnapshot},
	{"s3:GetObject", anyBucket},
	{"secretsmanager:GetSecretValue", anySecret},
	{"ssm:GetParameter", anyParameter},
	{"ssm:GetParameterHistory", anyParameter},
	{"ssm:GetParameters", anyParameter},
	{"ssm:GetParametersByPath", anyParameter},
}

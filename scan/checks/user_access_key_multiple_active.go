package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "user-access-key-multiple-active",
		Group:    "user",
		Title:    "user has two active access keys",
		Severity: findings.Medium,
		Why:      "The second key is a rotation that was never finished, or one that an attacker added to stay; both open the same doors.",
		Fix:      "Find the key in use, deactivate the other one, then delete it.",
		Blind:    "A rotation that is under way looks the same.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html",
		},
		Since: "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionCredentialReport},
	NoSubject: noReportedUsers,
	Eval: func(p *Pass) {
		eachUser(p, func(u *snapshot.Credential) {
			keys := activeKeys(u)
			if len(keys) < 2 {
				p.OK(u.ARN)
				return
			}
			describeKeys(p.Fail(u.ARN, "has %d active access keys", len(keys)), keys)
		})
	},
})

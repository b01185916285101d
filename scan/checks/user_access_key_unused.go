package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "user-access-key-unused",
		Group:    "user",
		Title:    "user's active access key is not used",
		Severity: findings.Medium,
		Why:      "Nobody misses a key that nobody uses: an attacker who finds it works unnoticed, and it serves nobody else.",
		Fix:      "Deactivate the key, wait for complaints, then delete it.",
		Blind:    "What the key was used for. AWS notes a use within about fifteen minutes, and none before 22 April 2015.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html",
			"https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html",
		},
		Since: "0.1.0",
	},
	CausedBy:  []string{"user-inactive"},
	Needs:     []snapshot.Section{snapshot.SectionCredentialReport},
	NoSubject: noReportedUsers,
	Eval: func(p *Pass) {
		limit := p.Params.CredentialUnusedAge
		eachActiveKey(p, func(u *snapshot.Credential, k heldKey) {
			switch {
			case k.LastUsed.IsZero() && p.Days(k.Rotated) > limit:
				p.Fail(u.ARN, "active access key made %s was never used in %d days; the limit is %d", date(k.Rotated), p.Days(k.Rotated), limit).
					Detail(k.detail)
			case !k.LastUsed.IsZero() && p.Days(k.LastUsed) > limit:
				p.Fail(u.ARN, "active access key made %s was last used %s, %d days ago; the limit is %d",
					date(k.Rotated), date(k.LastUsed), p.Days(k.LastUsed), limit).
					Detail(k.detail).Evidence("use", keyUse(k.CredentialKey))
			default:
				p.OK(u.ARN)
			}
		})
	},
})

package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "user-access-key-old",
		Group:    "user",
		Title:    "user's access key was not rotated in time",
		Severity: findings.High,
		Why:      "Keys leak into code, images, logs and laptops; the older a key, the more copies of it there are, and every one still works.",
		Fix:      "Move the workload to a role. Until then make a second key, switch to it, deactivate the old one and delete it.",
		Blind:    "Keys that were deactivated, and whether a key has leaked.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html",
			"https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html",
		},
		Since: "0.1.0",
	},
	CausedBy:  []string{"user-inactive"},
	Needs:     []snapshot.Section{snapshot.SectionCredentialReport},
	NoSubject: noReportedUsers,
	Eval: func(p *Pass) {
		eachActiveKey(p, func(u *snapshot.Credential, k heldKey) {
			age := p.Days(k.Rotated)
			if age <= p.Params.AccessKeyMaxAge {
				p.OK(u.ARN)
				return
			}
			o := p.Fail(u.ARN, "active access key made %s, %d days ago; the limit is %d", date(k.Rotated), age, p.Params.AccessKeyMaxAge).
				Detail(k.detail).Evidence("last used", lastUse(k.LastUsed))
			if age <= p.Params.AccessKeyStaleAge {
				o.At(findings.Medium)
			}
		})
	},
})

package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "user-access-key-inactive-lingering",
		Group:    "user",
		Title:    "user's deactivated access key was never deleted",
		Severity: findings.Low,
		Why:      "One iam:UpdateAccessKey call makes a forgotten key work again, for whoever still has its secret part.",
		Fix:      "Delete the key.",
		Blind:    "When the key was deactivated: AWS does not say, so its age counts from the day it was made.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html",
		},
		Since: "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionCredentialReport},
	NoSubject: noReportedUsers,
	Eval: func(p *Pass) {
		eachUser(p, func(u *snapshot.Credential) {
			lingering := false
			for _, k := range heldKeys(u) {
				// The report tells an inactive key (a date) from no key (no date).
				if k.Active || p.Days(k.Rotated) <= p.Params.InactiveKeyMaxAge {
					continue
				}
				lingering = true
				p.Fail(u.ARN, "inactive access key made %s, %d days ago, was not deleted; when it was deactivated is not known",
					date(k.Rotated), p.Days(k.Rotated)).Detail(k.detail).Evidence("last used", lastUse(k.LastUsed))
			}
			if !lingering {
				p.OK(u.ARN)
			}
		})
	},
})

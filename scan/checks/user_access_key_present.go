package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "user-access-key-present",
		Group:    "user",
		Title:    "user has an active long-term access key",
		Severity: findings.Info,
		Why:      "A long-term key works from anywhere until somebody deletes it; most account takeovers begin with one that leaked.",
		Fix:      "Give programs on AWS a role, those elsewhere a role through OIDC or IAM Roles Anywhere, people IAM Identity Center.",
		Blind:    "Keys of other services, such as Bedrock API keys: user-service-credential-long-lived speaks of them.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
		},
		Since: "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionCredentialReport},
	NoSubject: noReportedUsers,
	Eval: func(p *Pass) {
		eachUser(p, func(u *snapshot.Credential) {
			keys := activeKeys(u)
			if len(keys) == 0 {
				p.OK(u.ARN)
				return
			}
			describeKeys(p.Fail(u.ARN, "has %s", quantity(len(keys), "active access key", "active access keys")), keys)
		})
	},
})

package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "user-console-and-keys",
		Group:    "user",
		Title:    "user has both a console password and access keys",
		Severity: findings.Medium,
		Why:      "A person's user that also serves programs doubles the ways in, and its keys go round the MFA that guards its password.",
		Fix:      "Give the program a role of its own and delete the keys, or remove the password if the user is a program's.",
		Blind:    "Whether a policy makes the keys useless without MFA.",
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
			keys := len(activeKeys(u))
			switch {
			case keys == 0 || u.PasswordEnabled == snapshot.TriFalse:
				p.OK(u.ARN)
			case u.PasswordEnabled == snapshot.TriTrue:
				p.Fail(u.ARN, "has a console password and %s", quantity(keys, "active access key", "active access keys"))
			default:
				passwordUnreported(p, u)
			}
		})
	},
})

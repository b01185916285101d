package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "user-password-old",
		Group:    "user",
		Title:    "user's console password was not changed in time",
		Severity: findings.Info,
		Why:      "An old password has had time to turn up in a breach of another site; MFA matters far more.",
		Fix:      "Have the user change the password, or move people to IAM Identity Center.",
		Blind:    "Whether the password has leaked or is weak.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_admin-change-user.html",
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html",
		},
		Since: "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionCredentialReport},
	NoSubject: noReportedUsers,
	Eval: func(p *Pass) {
		eachConsoleUser(p, func(u *snapshot.Credential) {
			set := u.PasswordLastChanged
			switch {
			case set.IsZero():
				p.Unknown(u.ARN, unreported, "the credential report does not say when the password was set")
			case p.Days(set) > p.Params.PasswordMaxAge:
				p.Fail(u.ARN, "console password set %s, %d days ago; the limit is %d", date(set), p.Days(set), p.Params.PasswordMaxAge)
			default:
				p.OK(u.ARN)
			}
		})
	},
})

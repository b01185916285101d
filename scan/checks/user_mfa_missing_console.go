package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "user-mfa-missing-console",
		Group:    "user",
		Title:    "user can sign in to the console without MFA",
		Severity: findings.High,
		Why:      "A password that was guessed, phished or reused elsewhere is then all it takes to enter the console as this user.",
		Fix:      "Register a passkey or another MFA device for the user, or remove the password if the user only needs keys.",
		Blind:    "Keys that work without MFA, and policies that let an MFA device be removed. The report is up to four hours old.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html",
			"https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html",
		},
		Since: "0.1.0",
	},
	CausedBy:  []string{"user-mfa-missing-privileged"},
	Needs:     []snapshot.Section{snapshot.SectionCredentialReport},
	NoSubject: noReportedUsers,
	Eval: func(p *Pass) {
		eachConsoleUser(p, func(u *snapshot.Credential) {
			if u.MFAActive {
				p.OK(u.ARN)
				return
			}
			p.Fail(u.ARN, "has a console password and no MFA device").
				Evidence("password last used", lastUse(u.PasswordLastUsed))
		})
	},
})

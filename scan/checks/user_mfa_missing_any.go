package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "user-mfa-missing-any",
		Group:    "user",
		Title:    "user has no MFA device",
		Severity: findings.Low,
		Why:      "No policy can ask this user for MFA: neither at the console nor before a sensitive call made with a stolen key.",
		Fix:      "Register an MFA device for people; replace users that only hold keys by roles.",
		Blind:    "Whether any policy asks for MFA at all. The report is up to four hours old.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html",
			"https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html",
		},
		Since: "0.1.0",
		// Off: users that only hold keys rarely can have a device, and those with a password have user-mfa-missing-console.
		OffByDefault: true,
	},
	Needs:     []snapshot.Section{snapshot.SectionCredentialReport},
	NoSubject: noReportedUsers,
	Eval: func(p *Pass) {
		eachUser(p, func(u *snapshot.Credential) {
			if u.MFAActive {
				p.OK(u.ARN)
				return
			}
			p.Fail(u.ARN, "has no MFA device")
		})
	},
})

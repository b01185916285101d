package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "user-console-unused",
		Group:    "user",
		Title:    "user's console password is not used",
		Severity: findings.Medium,
		Why:      "A sleeping password can be guessed or bought without its owner noticing the sign-in.",
		Fix:      "Delete the user's login profile; the user keeps keys and policies and can get a new one.",
		Blind:    "Sign-ins through IAM Identity Center or SAML, which use no password here.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html",
			"https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html",
		},
		Since: "0.1.0",
	},
	CausedBy:  []string{"user-inactive"},
	Needs:     []snapshot.Section{snapshot.SectionCredentialReport},
	NoSubject: noReportedUsers,
	Eval:      func(p *Pass) { eachConsoleUser(p, func(u *snapshot.Credential) { judgeConsoleUse(p, u) }) },
})

// judgeConsoleUse counts a password that was never used from the day it was set, so that nobody is reported on day one.
func judgeConsoleUse(p *Pass, u *snapshot.Credential) {
	limit := p.Params.CredentialUnusedAge
	used, set := u.PasswordLastUsed, u.PasswordLastChanged
	switch {
	case !used.IsZero() && p.Days(used) > limit:
		p.Fail(u.ARN, "console password was last used %s, %d days ago; the limit is %d", date(used), p.Days(used), limit)
	case used.IsZero() && set.IsZero():
		p.Unknown(u.ARN, unreported, "the credential report does not say when the password was set")
	case used.IsZero() && p.Days(set) > limit:
		p.Fail(u.ARN, "console password set %s was never used in %d days; the limit is %d", date(set), p.Days(set), limit)
	default:
		p.OK(u.ARN)
	}
}

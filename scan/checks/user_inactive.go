package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "user-inactive",
		Group:    "user",
		Title:    "user with working credentials is inactive",
		Severity: findings.Medium,
		Why:      "People leave and programs are switched off; the user that stays behind opens the account to whoever finds its credentials.",
		Fix:      "Deactivate the keys and delete the password; delete the user when nothing breaks.",
		Blind:    "Use of SSH keys, signing certificates and service-specific credentials. New credentials are no activity.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html",
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users_remove.html",
		},
		Since: "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionCredentialReport},
	NoSubject: noReportedUsers,
	Eval: func(p *Pass) {
		eachUser(p, func(u *snapshot.Credential) {
			enabled := u.PasswordEnabled == snapshot.TriTrue || len(activeKeys(u)) > 0
			switch {
			case enabled:
				judgeActivity(p, u)
			case u.PasswordEnabled == snapshot.TriUnknown:
				passwordUnreported(p, u)
			default:
				p.NotApplicable(u.ARN, "no password and no active access key")
			}
		})
	},
})

func judgeActivity(p *Pass, u *snapshot.Credential) {
	used, limit := newestUse(u), p.Params.UserInactiveAge
	switch {
	case used.IsZero() && p.Days(u.Created) > limit:
		p.Fail(u.ARN, "created %s and not active in %d days; the limit is %d", date(u.Created), p.Days(u.Created), limit)
	case !used.IsZero() && p.Days(used) > limit:
		p.Fail(u.ARN, "last active %s, %d days ago; the limit is %d", date(used), p.Days(used), limit)
	default:
		p.OK(u.ARN)
	}
}

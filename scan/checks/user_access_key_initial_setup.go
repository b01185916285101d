package checks

import (
	"time"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// initialSetup is how soon after the user a key counts as made along with it: the console and scripts take seconds, a
// person who goes on clicking a few minutes.
const initialSetup = 5 * time.Minute

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "user-access-key-initial-setup",
		Group:    "user",
		Title:    "console user was given an access key nobody asked for",
		Severity: findings.Low,
		Why:      "A key made by habit along with a console user lies in a download folder and opens the account without MFA.",
		Fix:      "Delete the key; let the user make one when a program needs it and no role will do.",
		Blind:    "Keys of users without a password, and keys made later that are in use.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
		},
		Since: "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionCredentialReport},
	NoSubject: noReportedUsers,
	Eval: func(p *Pass) {
		eachConsoleUser(p, func(u *snapshot.Credential) {
			activeKeysOf(p, u, func(u *snapshot.Credential, k heldKey) { judgeInitialKey(p, u, k) })
		})
	},
})

// judgeInitialKey gives a key that was never used some days, since people set up a user before they set up the program.
func judgeInitialKey(p *Pass, u *snapshot.Credential, k heldKey) {
	unused, grace := k.LastUsed.IsZero(), p.Params.InitialKeyGrace
	switch {
	case unused && p.Days(k.Rotated) > grace:
		p.Fail(u.ARN, "access key made %s was never used in %d days, and the user has a console password; the limit is %d",
			date(k.Rotated), p.Days(k.Rotated), grace).Detail(k.detail)
	case !unused && k.Rotated.Sub(u.Created).Abs() <= initialSetup:
		p.Fail(u.ARN, "access key was made along with the console user on %s", date(k.Rotated)).
			Detail(k.detail).Evidence("last used", lastUse(k.LastUsed))
	default:
		p.OK(u.ARN)
	}
}

package checks

import (
	"time"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "root-recently-used", Group: "root", Severity: findings.High,
		Title: "the root user was used recently",
		Why: "Few tasks need the root user. Any other use means that someone works without limits and without a name, " +
			"or that someone else got in.",
		Fix: "Find out who used it and for what, for example in CloudTrail. Give the task a role, and keep the root user " +
			"for what only it can do.",
		Blind: "What was done: the report holds only the last sign-in and the last use of each key, a few minutes late. " +
			"Central root sessions, which leave no trace there.",
		References: []string{
			rootBestPractices,
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-tasks.html",
		},
		Since: "0.1.0",
	},
	Needs: []snapshot.Section{snapshot.SectionCredentialReport},
	Eval: func(p *Pass) {
		root, row := p.Account.RootARN(), rootRow(p)
		if row == nil {
			return
		}
		last, how := rootLastUse(row)
		switch {
		case last.IsZero():
			p.Passed(root, "no use on record")
		case p.Days(last) < p.Params.RootUsedWithin:
			p.Fail(root, "%s on %s, within %d days", how, date(last), p.Params.RootUsedWithin)
		default:
			p.Passed(root, "last used "+date(last))
		}
	},
})

// rootLastUse returns the newest of the last sign-in and the last use of either key, inactive ones included.
func rootLastUse(row *snapshot.Credential) (last time.Time, how string) {
	last, how = row.PasswordLastUsed, "the root user signed in with the password"
	for _, k := range row.Keys {
		if k.LastUsed.After(last) {
			last, how = k.LastUsed, "a root access key was used"+keyUseWhere(k)
		}
	}
	return last, how
}

package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "root-password-old", Group: "root", Severity: findings.Info,
		Title: "the root user's password is old",
		Why:   "People who have left may still know it.",
		Fix: "Change the password when somebody who knew it leaves. Better, delete the root credentials of member accounts " +
			"and keep the management account's in a safe.",
		Blind: "Who knows the password. Most accounts report no date for the root user: then a person has to say.",
		References: []string{
			rootBestPractices,
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html",
		},
		Since: "0.1.0",
	},
	CausedBy: []string{"root-credentials-in-member-account"},
	Needs:    []snapshot.Section{snapshot.SectionCredentialReport},
	Eval: func(p *Pass) {
		root, row := p.Account.RootARN(), rootRow(p)
		if row == nil {
			return
		}
		age, limit := p.Days(row.PasswordLastChanged), p.Params.RootPasswordMaxAge
		switch {
		case row.PasswordEnabled == snapshot.TriFalse:
			p.NotApplicable(root, "the root user has no password")
		case row.PasswordLastChanged.IsZero():
			p.Manual(root, "AWS does not say when the root user's password was last changed")
		case age > limit:
			p.Fail(root, "the password was last changed %s, %d days ago; the limit is %d", date(row.PasswordLastChanged), age, limit)
		default:
			p.OK(root)
		}
	},
})

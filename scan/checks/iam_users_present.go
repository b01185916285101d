package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "iam-users-present", Group: "user", Severity: findings.Info,
		Title: "people have IAM users although Identity Center is there",
		Why: "Their passwords stay when they leave: nobody ends them in the directory, which Identity Center would " +
			"ask.",
		Fix: "Give the people permission sets, delete their users, and list users kept for emergencies in " +
			"break_glass.",
		Blind:      "Accounts that no permission set reaches, and people who use access keys alone.",
		References: []string{leastPrivilege, "https://docs.aws.amazon.com/singlesignon/latest/userguide/what-is.html"},
		Since:      "0.1.0",
	},
	Needs: []snapshot.Section{snapshot.SectionPrincipals, snapshot.SectionCredentialReport},
	Eval: func(p *Pass) {
		if !slices.ContainsFunc(p.Account.Roles, func(r snapshot.Role) bool { return identityCenter(&r) }) {
			p.NotApplicable(p.Account.RootARN(), "no role of Identity Center in the account")
			return
		}
		people := consolePeople(p)
		if len(people) == 0 {
			p.OK(p.Account.RootARN())
			return
		}
		p.Fail(p.Account.RootARN(), "%s with a console password", quantity(len(people), "IAM user", "IAM users")).
			Evidence("users", shortList(people))
	},
})

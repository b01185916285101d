package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "iam-users-present",
		Group:    "user",
		Title:    "people have IAM users although Identity Center reaches the account",
		Severity: findings.Info,
		Why:      "Their passwords live on when they leave: the directory behind Identity Center does not know of them.",
		Fix:      "Assign the people a permission set and delete their users; keep break-glass users as accepted exceptions.",
		Blind: "People who only use keys, and accounts to which no permission set is assigned. Which users are kept for " +
			"emergencies: accept those.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-users-federation-idp",
			"https://docs.aws.amazon.com/singlesignon/latest/userguide/what-is.html",
		},
		Since: "0.1.0",
	},
	Needs: []snapshot.Section{snapshot.SectionPrincipals, snapshot.SectionCredentialReport},
	Eval: func(p *Pass) {
		root := p.Account.RootARN()
		if !slices.ContainsFunc(p.Account.Roles, func(r snapshot.Role) bool { return identityCenter(&r) }) {
			p.NotApplicable(root, "no permission set is assigned in the account")
			return
		}
		switch names, silent := peopleWithUsers(p); {
		case len(names) > 0:
			p.Fail(root, "%s with a console password, although Identity Center reaches the account", quantity(len(names), "user", "users")).
				Evidence("users", named(names))
		case len(silent) > 0:
			p.Unknown(root, unreported, "the credential report does not say whether users have a console password").
				Evidence("users", named(silent))
		default:
			p.OK(root)
		}
	},
})

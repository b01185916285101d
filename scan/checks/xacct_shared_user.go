package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "xacct-shared-user", Group: "chain", Severity: findings.Medium,
		Title: "user of one name has credentials in several accounts",
		Why: "One person or program with a password and keys in each account is offboarded in one and forgotten in the others, and " +
			"often has the same password everywhere.",
		Fix:        "Let people in through IAM Identity Center and programs by roles, and delete the users.",
		Blind:      "Whether the users are the same person's, and users of one person under different names.",
		References: []string{leastPrivilege},
		Since:      "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionCredentialReport},
	NoSubject: "no accounts",
	Extract: func(p *Pass) any {
		var held []sharedUser
		for _, row := range p.Credentials() {
			if what := credentialsOf(&row); !row.IsRoot() && len(what) > 0 {
				held = append(held, sharedUser{strings.Clone(row.User), strings.Clone(row.ARN), strings.Join(what, " and ")})
			}
		}
		return held
	},
	Judge: func(p *OrgPass) {
		accounts := map[string][]string{}
		eachSharedUser(p, func(account string, u sharedUser) { accounts[u.name] = append(accounts[u.name], account) })
		eachSharedUser(p, func(account string, u sharedUser) {
			others := slices.DeleteFunc(slices.Clone(accounts[u.name]), func(id string) bool { return id == account })
			if len(others) > 0 {
				p.Fail(account, u.arn, "has %s, and so has the user of this name in %s", u.credentials, quantity(len(others), "other account", "other accounts")).
					Evidence("accounts", named(others))
			}
		})
		passQuietly(p)
	},
})

// sharedUser is a user who can sign in or use a key.
type sharedUser struct{ name, arn, credentials string }

func eachSharedUser(p *OrgPass, yield func(account string, u sharedUser)) {
	for _, e := range p.Extracts {
		for _, u := range e.Value.([]sharedUser) { //nolint:errcheck,forcetypeassert // what Extract keeps
			yield(e.Account, u)
		}
	}
}

package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "aam-admin-entitlement", Group: "federation", Severity: findings.Medium, OffByDefault: true,
		Title: "account access manager may let people into an administrator's role",
		Why:   "Its entitlements give users and groups a role without a trust policy that names them: reviews of roles do not show who gets in.",
		Fix: "List the entitlements of each application of account access manager (account-access:ListEntitlements), and delete " +
			"those that give this role to people who need less.",
		Blind: "Who the entitlements name: this version cannot read them, because account access manager has no library for Go yet. " +
			"A person has to look.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/account-access-manager.html",
			"https://docs.aws.amazon.com/account-access/latest/APIReference/API_ListEntitlements.html",
		},
		Since: "0.1.0",
	},
	Needs: accessNeeds, OrgUses: accessUses,
	NoSubject: "no role trusts account access manager",
	Eval: func(p *Pass) {
		eachTrust(p, func(t trusting) verdict {
			if !slices.ContainsFunc(t.grants, admitsAccountAccess) {
				return aside
			}
			v := p.Access().RoleAdmin(t.Role)
			switch {
			case !v.Possible():
				return fine
			case !v.Granted():
				undecidedAdministrator(p, t.ARN, v)
				return wrong
			}
			o := t.tell(p.Manual(t.ARN, "look at who account access manager lets into the role, which gives all permissions"))
			byWhat(p, o, v)
			return wrong
		})
	},
})

func admitsAccountAccess(g trustGrant) bool {
	return slices.ContainsFunc(g.services, func(s string) bool { return strings.EqualFold(serviceName(s), accountAccessService) })
}

package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "trust-account-root",
		Group:    "trust",
		Title:    "role trusts a whole account instead of named principals",
		Severity: findings.Medium,
		Why:      "Everybody in that account whose policies allow sts:AssumeRole gets in, also those who are added later.",
		Fix:      "Name the roles that need it, or keep the account and add ArnLike on aws:PrincipalArn.",
		Blind: "Which principals of the account may call sts:AssumeRole at all. Roles of the landing zone that trust the management account " +
			"are info: AWS makes them so. Accounts outside the organization belong to the trust-external checks.",
		References: []string{trustPage, crossAccountPage},
		Since:      "0.1.0",
	},
	Needs:     needsRights,
	OrgNeeds:  needsMembers,
	NoSubject: "no role trusts an account of the organization",
	Eval: func(p *Pass) {
		eachParty(p, func(t trusting, id string, y party, grants []*trustGrant) verdict {
			if y.kind != ownAccount && y.kind != memberAccount {
				return aside
			}
			if !slices.ContainsFunc(grants, func(g *trustGrant) bool { return trustsWhole(g, id) }) {
				return fine
			}
			o := t.tell(p.Fail(t.ARN, "every principal of %s may assume the role if its own policies allow it", accountText(id, y)).
				Detail(partyKey(id, y)))
			switch {
			case givenByManagement(p, t, id):
				o.At(findings.Info)
			case !rightsOf(p, t.Role).privileged():
				o.At(findings.Low)
			}
			return wrong
		})
	},
})

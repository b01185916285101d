package checks

import (
	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "trust-former-member",
		Group:    "trust",
		Title:    "role trusts an account that is suspended or closed",
		Severity: findings.Low,
		Why:      "A suspended account can be reopened for 90 days, and then its principals get in again without anybody deciding so.",
		Fix:      "Remove the account from the trust policy.",
		Blind: "Accounts that left the organization: they look like any other account outside, which trust-external-unknown " +
			"reports.",
		References: []string{"https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_close.html", trustPage},
		Since:      "0.1.0",
	},
	Needs:     needsPrincipals,
	OrgNeeds:  needsMembers,
	NoSubject: "no role trusts an account by its id",
	Eval: func(p *Pass) {
		eachParty(p, func(t trusting, id string, y party, _ []*trustGrant) verdict {
			if y.kind != formerAccount {
				return fine
			}
			o := t.tell(p.Fail(t.ARN, "trusts %s, which is not active", describe(id, y)).Detail(id))
			o.Evidence("state", string(p.Org.Account(id).State))
			return wrong
		})
	},
})

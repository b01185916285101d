package checks

import (
	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "trust-external-known-vendor",
		Group:      "trust",
		Title:      "role trusts a vendor's account",
		Severity:   findings.Info,
		Why:        "A vendor's access outlives the contract unless somebody keeps a list. This is the list.",
		Fix:        "Compare with the contracts in force; delete roles of vendors that are gone.",
		Blind:      "Vendors that no public list names, and whether the vendor still owns the account.",
		References: []string{"https://github.com/fwdcloudsec/known_aws_accounts", crossAccountPage},
		Since:      "0.1.0",
	},
	Needs:     needsPrincipals,
	OrgNeeds:  needsMembers,
	NoSubject: "no role trusts an account by its id",
	Eval: func(p *Pass) {
		eachParty(p, func(t trusting, id string, y party, _ []*trustGrant) verdict {
			if y.kind != vendorAccount {
				return fine
			}
			t.tell(p.Fail(t.ARN, "trusts %s", describe(id, y)).Detail(id).Evidence("vendor", y.name))
			return wrong
		})
	},
})

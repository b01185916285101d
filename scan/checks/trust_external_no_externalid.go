package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
)

const externalIDKey = "sts:externalid"

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "trust-external-no-externalid",
		Group:      "trust",
		Title:      "role trusts a third party without an ExternalId",
		Severity:   findings.High,
		Why:        "Another customer of the same vendor can hand the vendor this role's ARN and reach the account through it.",
		Fix:        "Ask the vendor for the ExternalId it made for you and require it with StringEquals on sts:ExternalId.",
		Blind:      "Whether the vendor really checks whose ExternalId it sends. Accounts configured as own or partner are not judged.",
		References: []string{externalIDPage},
		Since:      "0.1.0",
	},
	CausedBy:  []string{"trust-external-unknown"},
	Needs:     needsPrincipals,
	OrgNeeds:  needsMembers,
	NoSubject: "no role trusts an account by its id",
	Eval: func(p *Pass) {
		eachParty(p, func(t trusting, id string, y party, grants []*trustGrant) verdict {
			if !y.thirdParty() {
				return aside
			}
			if !slices.ContainsFunc(grants, func(g *trustGrant) bool { return !asksExternalID(g) }) {
				return fine
			}
			o := t.tell(p.Fail(t.ARN, "trusts %s without asking for an ExternalId", describe(id, y)).Detail(id))
			if y.kind == unlistedAccount {
				o.At(findings.Medium)
			}
			return wrong
		})
	},
})

// asksExternalID reports whether nobody gets in without some ExternalId; how good it is, trust-externalid-weak says.
func asksExternalID(g *trustGrant) bool {
	_, ok := g.all(externalIDKey, func(limitValue) bool { return true })
	return ok || slices.Contains(g.required, externalIDKey)
}

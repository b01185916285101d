package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "trust-foreign-org",
		Group:      "trust",
		Title:      "role trusts another organization",
		Severity:   findings.High,
		Why:        "Whoever can add an account to that organization gets in. After an acquisition or a typing error nobody here controls that.",
		Fix:        "Correct the id, remove it, or add it to trusted_organizations.",
		Blind:      "Organizations behind single trusted accounts; where this organization's own id is not known, nothing is judged.",
		References: []string{conditionKeyPage},
		Since:      "0.1.0",
	},
	Needs:     needsPrincipals,
	NoSubject: "no role names an organization",
	Eval: func(p *Pass) {
		if p.Org.ID == "" {
			p.NotApplicable(p.Account.RootARN(), "the id of this organization is not known")
			return
		}
		eachTrust(p, func(t trusting) verdict {
			ids := namedOrganizations(t.trustPolicy)
			worst := aside
			for _, id := range ids {
				if ownOrganization(p, id) || slices.Contains(p.Params.TrustedOrganizations, id) {
					worst = max(worst, fine)
					continue
				}
				t.tell(p.Fail(t.ARN, "lets in organization %s, and this one is %s", id, p.Org.ID).Detail(id))
				worst = wrong
			}
			return worst
		})
	},
})

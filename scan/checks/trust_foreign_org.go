package checks

import (
	"regexp"
	"slices"
	"strings"

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

var organizationID = regexp.MustCompile(`^o-[a-z0-9]{10,32}$`)

// namedOrganizations returns the organizations that a trust policy's conditions ask for, sorted.
func namedOrganizations(t *trustPolicy) []string {
	var ids []string
	for i := range t.grants {
		for _, key := range []string{"aws:principalorgid", "aws:principalorgpaths", "aws:sourceorgid", "aws:sourceorgpaths"} {
			for _, l := range t.grants[i].on(key) {
				for _, v := range l.values {
					id, _, _ := strings.Cut(v.text, "/")
					if organizationID.MatchString(id) || strings.EqualFold(id, ownOrganizationVariable) {
						ids = append(ids, id)
					}
				}
			}
		}
	}
	return distinct(ids)
}

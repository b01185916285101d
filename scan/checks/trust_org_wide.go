package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "trust-org-wide",
		Group:      "trust",
		Title:      "everybody in the organization can assume the role",
		Severity:   findings.High,
		Why:        "The weakest account of the organization, a sandbox for instance, is enough to get this role.",
		Fix:        "Name the accounts or roles that need it; keep aws:PrincipalOrgID as a second lock.",
		Blind:      "Which principals of the organization may call sts:AssumeRole at all.",
		References: []string{conditionKeyPage, trustPage},
		Since:      "0.1.0",
	},
	Needs:     needsRights,
	NoSubject: noRoles,
	Eval: func(p *Pass) {
		eachGrant(p, func(t trusting, g *trustGrant) verdict {
			if !organizationWide(g) {
				return fine
			}
			ids := trustedOrganizations(g)
			o := t.tell(p.Fail(t.ARN, "everybody in %s may assume the role", organizationText(p, ids)).Detail(g.key))
			rights := rightsOf(p, t.Role)
			if len(rights.admin)+len(rights.unread) == 0 {
				o.At(findings.Medium)
			}
			return wrong
		})
	},
})

func organizationText(p *Pass, ids []string) string {
	if len(ids) == 1 && ownOrganization(p, ids[0]) {
		return "the organization, or in units of it,"
	}
	return "the organizations " + strings.Join(ids, ", ") + ", or in units of them,"
}

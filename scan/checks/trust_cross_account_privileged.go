package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "trust-cross-account-privileged",
		Group:    "trust",
		Title:    "other accounts of the organization can assume a privileged role",
		Severity: findings.Medium,
		Why:      "Whoever takes over the other account owns this one too: the two are one security boundary.",
		Fix:      "Keep such roles to the accounts that administer others, give them fewer rights, and name the principals.",
		Blind: "Boundaries and control policies that take rights away, and roles that are privileged only by several policies together. " +
			"Roles of the landing zone that the management account uses are info.",
		References: []string{crossAccountPage, leastPrivilege},
		Since:      "0.1.0",
	},
	Needs:     needsRights,
	OrgNeeds:  needsMembers,
	NoSubject: "no role trusts another account of the organization",
	Eval: func(p *Pass) {
		eachParty(p, func(t trusting, id string, y party, _ []*trustGrant) verdict {
			if y.kind != memberAccount {
				return aside
			}
			rights := rightsOf(p, t.Role)
			switch {
			case len(rights.proven()) > 0:
				failCrossAccount(p, t, id, y, rights)
				return wrong
			case len(rights.unread) > 0:
				p.Unknown(t.ARN, unparsed, "%s cannot be read", strings.Join(rights.unread, ", ")).Detail(id)
				return wrong
			}
			return fine
		})
	},
})

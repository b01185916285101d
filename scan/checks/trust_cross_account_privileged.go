package checks

import (
	"cmp"
	"strings"

	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "trust-cross-account-privileged",
		Group:    "trust",
		Title:    "privileged role can be assumed from another account of the organization",
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

func failCrossAccount(p *Pass, t trusting, id string, y party, rights roleRights) {
	o := t.tell(p.Fail(t.ARN, "%s may assume this privileged role", describe(id, y)).Detail(id))
	o.Evidence("privileged by", strings.Join(rights.proven(), ", "))
	if from, to := tier(p, id), tier(p, p.Account.ID); from != "" || to != "" {
		o.Evidence("tiers", cmp.Or(from, "not known")+" to "+cmp.Or(to, "not known"))
	}
	if id == p.Org.ManagementID && trustProduct(t.Role) != "" {
		o.At(findings.Info)
	}
}

func tier(p *Pass, id string) string {
	if a := p.Org.Account(id); a != nil {
		return a.Tier
	}
	return ""
}

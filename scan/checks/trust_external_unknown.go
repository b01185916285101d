package checks

import (
	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "trust-external-unknown",
		Group:    "trust",
		Title:    "role trusts an account that nobody knows",
		Severity: findings.High,
		Why:      "Whoever owns that account, today or after a sale or a break-in, can use the role. Nobody here would notice.",
		Fix:      "Find out whose account it is: add it to trusted_accounts, or remove it from the trust policy.",
		Blind: "Control policies of the organization that keep the account out. Where the population was given by hand, other accounts of " +
			"the same organization look unknown; then the finding is medium.",
		References: []string{crossAccountPage, trustPage},
		Since:      "0.1.0",
	},
	Needs:     needsPrincipals,
	OrgNeeds:  needsMembers,
	NoSubject: "no role trusts an account by its id",
	Eval: func(p *Pass) {
		eachParty(p, func(t trusting, id string, y party, _ []*trustGrant) verdict {
			switch y.kind {
			case strangerAccount:
				t.tell(p.Fail(t.ARN, "account %s is neither in the organization nor configured nor a known vendor's", id).Detail(id))
			case unlistedAccount:
				t.tell(p.Fail(t.ARN, "account %s is not among the accounts named for this run; whether it belongs to the organization is not known", id).
					Detail(id).At(findings.Medium))
			default:
				return fine
			}
			return wrong
		})
	},
})

// eachParty judges every account that a role lets in by id, with the statements that do.
func eachParty(p *Pass, judge func(t trusting, id string, y party, grants []*trustGrant) verdict) {
	eachTrust(p, func(t trusting) verdict {
		parties, grants := map[string]party{}, map[string][]*trustGrant{}
		for i := range t.grants {
			for id, y := range letIn(p, &t.grants[i]) {
				parties[id] = y
				grants[id] = append(grants[id], &t.grants[i])
			}
		}
		worst := aside
		for _, id := range sortedIDs(parties, func(party) bool { return true }) {
			worst = max(worst, judge(t, id, parties[id], grants[id]))
		}
		return worst
	})
}

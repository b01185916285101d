package checks

import (
	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "trust-deleted-principal",
		Group:    "trust",
		Title:    "role trusts a principal that was deleted",
		Severity: findings.Low,
		Why:      "The entry lets nobody in, but hides what the policy was meant for, and a copy of it may name a new principal by accident.",
		Fix:      "Remove the unique id, or name the principal that took its place.",
		Blind:    "Deleted principals of services and identity providers.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids", trustPage,
		},
		Since: "0.1.0",
	},
	Needs:     needsPrincipals,
	NoSubject: noRoles,
	Eval: func(p *Pass) {
		eachTrust(p, func(t trusting) verdict {
			answer := fine
			for _, id := range deletedPrincipals(t.trustPolicy) {
				t.tell(p.Fail(t.ARN, "trusts %s, the unique id of a %s that no longer exists", id, uniqueIDKind(id)).Detail(id))
				answer = wrong
			}
			return answer
		})
	},
})

func deletedPrincipals(t *trustPolicy) []string {
	var ids []string
	for _, g := range t.grants {
		for _, named := range g.trustees {
			if named.kind == deletedPrincipal {
				ids = append(ids, named.text)
			}
		}
	}
	return distinct(ids)
}

func uniqueIDKind(id string) string {
	if id[:4] == "AIDA" {
		return "user"
	}
	return "role"
}

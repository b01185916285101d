package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "trust-externalid-weak",
		Group:      "trust",
		Title:      "ExternalId is easy to guess or shared",
		Severity:   findings.Medium,
		Why:        "An ExternalId that others know, or that several vendors were given, keeps no other customer out.",
		Fix:        "Use the random value that the vendor made for you, a different one for each vendor.",
		Blind:      "Values that are guessable in another way, and one value shared by vendors in different accounts of yours.",
		References: []string{externalIDPage},
		Since:      "0.1.0",
	},
	Needs:     needsPrincipals,
	OrgNeeds:  needsMembers,
	NoSubject: "no role asks a third party for an ExternalId",
	Eval: func(p *Pass) {
		shared := sharedExternalIDs(p)
		eachGrant(p, func(t trusting, g *trustGrant) verdict {
			parties := letIn(p, g)
			if !g.open() && len(sortedIDs(parties, party.outside)) == 0 {
				return aside
			}
			if len(g.on(externalIDKey)) == 0 && !slices.Contains(g.required, externalIDKey) {
				return aside
			}
			if why := weakExternalID(p, t, g, parties, shared); why != "" {
				t.tell(p.Fail(t.ARN, "the ExternalId %s", why).Detail(g.key))
				return wrong
			}
			return fine
		})
	},
})

package checks

import (
	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "trust-service-confused-deputy",
		Group:    "trust",
		Title:    "service may use the role on anybody's behalf",
		Severity: findings.Medium,
		Why:      "Another customer can make the service act with this role, because the trust policy does not ask for whom it acts.",
		Fix:      "Add ArnLike on aws:SourceArn with the resource that uses the role, or StringEquals on aws:SourceAccount.",
		Blind: "Services that are not in the table of those that document the keys for trust policies; EC2, Lambda, ECS tasks and others " +
			"use only roles of their own account.",
		References: []string{externalIDPage, conditionKeyPage},
		Since:      "0.1.0",
	},
	Needs:     needsPrincipals,
	NoSubject: "no role trusts a service that tells on whose behalf it acts",
	Eval: func(p *Pass) {
		eachTrust(p, func(t trusting) verdict {
			answer, seen := aside, map[string]bool{}
			for i := range t.grants {
				g := &t.grants[i]
				for _, service := range deputies(g) {
					switch {
					case g.namesSource(sourceKeys...):
						answer = max(answer, fine)
					case !seen[service]:
						seen[service] = true
						answer = wrong
						failDeputy(p, t, service)
					}
				}
			}
			return answer
		})
	},
})

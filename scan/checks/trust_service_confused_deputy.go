package checks

import (
	"slices"
	"strings"

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

func failDeputy(p *Pass, t trusting, service string) {
	o := p.Fail(t.ARN, "%s may assume the role without saying for which account or resource", service).Detail(service)
	t.tell(o).Evidence("documented at", sourceServices[serviceName(service)].page)
}

// deputies returns the services of a statement that tell on whose behalf they act.
func deputies(g *trustGrant) []string {
	if !opens(g.statement, assumeRole) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(g.services), func(service string) bool {
		_, known := sourceServices[serviceName(service)]
		return !known
	})
}

// serviceName brings a service principal into the form of the table: without region and China's suffix.
func serviceName(principal string) string {
	name := strings.TrimSuffix(strings.ToLower(principal), ".cn")
	if parts := strings.Split(name, "."); len(parts) == 4 && strings.Count(parts[1], "-") >= 2 {
		return parts[0] + "." + parts[2] + "." + parts[3]
	}
	return name
}

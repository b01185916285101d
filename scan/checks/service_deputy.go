package checks

import (
	"slices"
	"strings"
)

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

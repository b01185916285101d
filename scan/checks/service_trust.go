package checks

import "slices"

// judgeService reports statements that trust a service without what pinned asks for.
func judgeService(p *Pass, service string, pinned func(*trustGrant) bool, message string) {
	eachGrant(p, func(t trusting, g *trustGrant) verdict {
		switch {
		case !slices.ContainsFunc(g.services, func(s string) bool { return serviceName(s) == service }):
			return aside
		case pinned(g):
			return fine
		}
		t.tell(p.Fail(t.ARN, "%s", message).Detail(g.key))
		return wrong
	})
}

package checks

import (
	"strings"
)

// letsUsersIn reports whether a statement names a user, or this account as a whole while it has users.
func letsUsersIn(p *Pass, g *trustGrant) bool {
	if !opens(g.statement, assumeRole) || rolesOnly(g) {
		return false
	}
	for _, t := range g.trustees {
		if t.kind == namedUser || t.kind == wholeAccount && t.account == p.Account.ID && len(p.Account.Users) > 0 {
			return true
		}
	}
	return false
}

// rolesOnly reports whether a condition on the principal's ARN takes roles alone.
func rolesOnly(g *trustGrant) bool {
	_, ok := g.all("aws:principalarn", func(v limitValue) bool {
		parts := strings.SplitN(v.text, ":", 6)
		return len(parts) == 6 && strings.HasPrefix(parts[5], "role/")
	})
	return ok
}

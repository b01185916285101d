package checks

// adminRoles returns the roles with a policy that allows everything without conditions.
func adminRoles(p *Pass) []string {
	var out []string
	documents := managedPolicies(p)
	for i := range p.Account.Roles {
		if admin, _ := privilege(p, &p.Account.Roles[i], documents); len(admin) > 0 {
			out = append(out, p.Account.Roles[i].ARN)
		}
	}
	return out
}

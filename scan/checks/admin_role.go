package checks

// adminRoles returns the roles that are administrators without conditions.
func adminRoles(p *Pass) []string {
	var out []string
	for i := range p.Account.Roles {
		r := &p.Account.Roles[i]
		if v := p.Access().RoleAdmin(r); v.Granted() && len(v.Conditions) == 0 {
			out = append(out, r.ARN)
		}
	}
	return out
}

package checks

// adminRoles returns the roles that are administrators without conditions, and those that may be ones because a policy of
// theirs could not be read.
func adminRoles(p *Pass) (admins, unread []string) {
	for i := range p.Account.Roles {
		r := &p.Account.Roles[i]
		switch v := p.Access().RoleAdmin(r); {
		case v.Granted() && len(v.Conditions) == 0:
			admins = append(admins, r.ARN)
		case v.Possible() && len(v.Unread) > 0:
			unread = append(unread, r.ARN)
		}
	}
	return admins, unread
}

package access

import "github.com/orgscan/orgscan/scan/snapshot"

// UserAdmin is Admin of a user, computed once.
func (a *Account) UserAdmin(u *snapshot.User) Verdict {
	return a.verdict(u.ARN, func() *Principal { return a.User(u) })
}

// GroupAdmin is Admin of what a group gives its members, computed once.
func (a *Account) GroupAdmin(g *snapshot.Group) Verdict {
	return a.verdict(g.ARN, func() *Principal { return a.Group(g) })
}

// RoleAdmin is Admin of a role, computed once.
func (a *Account) RoleAdmin(r *snapshot.Role) Verdict {
	return a.verdict(r.ARN, func() *Principal { return a.Role(r) })
}

func (a *Account) verdict(arn string, build func() *Principal) Verdict {
	v, ok := a.verdicts[arn]
	if !ok {
		v = Admin(build())
		a.verdicts[arn] = v
	}
	return v
}

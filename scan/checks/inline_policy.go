package checks

import "github.com/orgscan/orgscan/scan/snapshot"

// embedded is an inline policy with its principal; role is nil unless that is a role.
type embedded struct {
	snapshot.InlinePolicy
	owner string
	role  *snapshot.Role
}

// eachInline calls judge for every inline policy of users, groups and roles.
func eachInline(p *Pass, judge func(embedded)) {
	for _, u := range p.Account.Users {
		for _, i := range u.Inline {
			judge(embedded{InlinePolicy: i, owner: u.ARN})
		}
	}
	for _, g := range p.Account.Groups {
		for _, i := range g.Inline {
			judge(embedded{InlinePolicy: i, owner: g.ARN})
		}
	}
	for r := range p.Account.Roles {
		role := &p.Account.Roles[r]
		for _, i := range role.Inline {
			judge(embedded{InlinePolicy: i, owner: role.ARN, role: role})
		}
	}
}

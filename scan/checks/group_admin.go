package checks

import (
	"slices"
	"strconv"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "group-admin",
		Group:      "admin",
		Title:      "group gives all permissions",
		Severity:   findings.Medium,
		Why:        "Whoever may add users to the group makes administrators, and nobody who reviews users sees why they are ones.",
		Fix:        "Give administration by roles that people assume for a while, and leave the group what its members do daily.",
		Blind:      "What a member's other groups, own policies and boundary take away: that is judged of the users.",
		References: []string{leastPrivilege, securityHubIAM},
		Since:      "0.1.0",
	},
	Needs: accessNeeds, OrgUses: accessUses,
	NoSubject: "no groups",
	Eval: func(p *Pass) {
		for i := range p.Account.Groups {
			g := &p.Account.Groups[i]
			if o := judgeAdministrator(p, g.ARN, "gives", p.Access().GroupAdmin(g)); o != nil {
				o.Evidence("members", strconv.Itoa(members(p, g.Name)))
			}
		}
	},
})

// members counts the users of a group.
func members(p *Pass, group string) int {
	n := 0
	for i := range p.Account.Users {
		if slices.Contains(p.Account.Users[i].Groups, group) {
			n++
		}
	}
	return n
}

// occupied reports whether a group has a user.
func occupied(p *Pass, g *snapshot.Group) bool { return members(p, g.Name) > 0 }

package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "sso-orphan-assignment", Group: "sso", Severity: findings.Medium,
		Title:      "an assignment names somebody who is not in the directory any more",
		Why:        "Reviews show an id that nobody can place, and the assignment hides what access a role is still kept for.",
		Fix:        "Delete the assignment with `aws sso-admin delete-account-assignment`: the console does not show it.",
		Blind:      "Users who are disabled but not deleted, and groups without members.",
		References: []string{assignUserPage},
		Since:      "0.1.0",
	},
	OrgNeeds: needsIdentityCenter,
	Judge: func(p *OrgPass) {
		eachAssignment(p, func(a snapshot.Assignment, s *snapshot.PermissionSet, h snapshot.Holder) {
			if !h.Gone {
				p.OK()
				return
			}
			p.Fail(a.Account, s.ARN, "permission set %s is assigned to a %s that does not exist: %s", s.Name, holderKind(a), a.Holder).
				Detail(a.Holder)
		})
	},
})

package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "sso-management-account-assignment", Group: "sso", Severity: findings.High,
		Title: "somebody is assigned to the management account without approval",
		Why: "No control policy binds the management account, and from there every account can be entered: each assignment is " +
			"a way to the whole organization.",
		Fix: "Delete the assignment, or add PERMISSION-SET/GROUP to management_assignments. Move daily work to delegated " +
			"administrators.",
		Blind:      "What the permission set allows, and who is in the group. Without the list nothing is judged, only shown.",
		References: []string{"https://docs.aws.amazon.com/organizations/latest/userguide/orgs_best-practices_mgmt-acct.html", assignUserPage},
		Since:      "0.1.0",
	},
	OrgNeeds: needsIdentityCenter,
	Judge: func(p *OrgPass) {
		if p.Org.IdentityCenter.Instance == nil {
			p.NotApplicable(noInstance)
			return
		}
		var undecided []string
		anybody := false
		eachHolding(p, func(a snapshot.Assignment, h snapshot.Holder) {
			s := p.Org.IdentityCenter.PermissionSet(a.PermissionSet)
			if a.Account != p.Org.ManagementID {
				return
			}
			anybody = true
			switch name := s.Name + "/" + holderName(a, h); {
			case p.Params.ManagementAssignments == nil:
				undecided = append(undecided, name)
			case listed(p.Params.ManagementAssignments, name):
				p.OK()
			default:
				p.Fail(a.Account, s.ARN, "%s %s is assigned %s in the management account", holderKind(a), holderName(a, h), s.Name).
					Detail(a.Holder)
			}
		})
		if len(undecided) > 0 {
			p.inventory("management_assignments", distinct(undecided))
		}
		if !anybody {
			p.OK()
		}
	},
})

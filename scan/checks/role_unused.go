package checks

import (
	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "role-unused",
		Group:    "policy",
		Title:    "role is not used",
		Severity: findings.Medium,
		Why:      "Nobody watches an unused role: whoever its trust policy still lets in has its rights without being missed.",
		Fix: "Keep landing-zone roles that your organization still needs, such as OrganizationAccountAccessRole. Delete any " +
			"other role, or take its policies away first and wait for complaints.",
		Blind: "Use older than the 400 days that AWS keeps. Break-glass roles look unused; accept them as exceptions.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage_delete.html",
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html",
		},
		Since: "0.1.0",
	},
	Needs: accessNeeds, OrgUses: accessUses,
	NoSubject: "no roles",
	Eval: func(p *Pass) {
		for i := range p.Account.Roles {
			r := &p.Account.Roles[i]
			switch {
			case serviceLinked(r):
				p.NotApplicable(r.ARN, "service-linked role")
			case sweepRole(p, r):
				p.NotApplicable(r.ARN, "the role that sweeps use")
			case p.Days(r.Created) <= p.Params.RoleUnusedAge, !r.LastUsed.IsZero() && p.Days(r.LastUsed) <= p.Params.RoleUnusedAge:
				p.OK(r.ARN)
			default:
				failUnused(p, r)
			}
		}
	},
})

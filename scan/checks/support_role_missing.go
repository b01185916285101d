package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "support-role-missing",
		Group:    "admin",
		Title:    "nobody may open support cases",
		Severity: findings.Info,
		Why:      "In an incident somebody then has to be made an administrator first, or signs in as the root user, to reach AWS Support.",
		Fix:      "Attach AWSSupportAccess to a role or permission set that the people on call can use.",
		Blind:    "Administrators, who may open cases as well, and the account's support plan.",
		References: []string{
			"https://docs.aws.amazon.com/awssupport/latest/user/accessing-support.html", securityHubIAM,
		},
		Since: "0.1.0",
	},
	Needs: []snapshot.Section{snapshot.SectionPrincipals},
	Eval: func(p *Pass) {
		if hasSupport(p) {
			p.OK(p.Account.RootARN())
			return
		}
		p.Fail(p.Account.RootARN(), "no role, user or group with members has AWSSupportAccess")
	},
})

// supportAccess ends the ARN of the policy that support cases need, in every partition. It is asked for here, so that other
// checks do not call it too broad.
const supportAccess = ":iam::aws:policy/AWSSupportAccess"

// hasSupport reports whether somebody in the account has that policy.
func hasSupport(p *Pass) bool {
	support := func(at snapshot.AttachedPolicy) bool {
		return strings.HasSuffix(at.ARN, supportAccess)
	}
	return slices.ContainsFunc(p.Account.Roles, func(r snapshot.Role) bool { return slices.ContainsFunc(r.Attached, support) }) ||
		slices.ContainsFunc(p.Account.Users, func(u snapshot.User) bool { return slices.ContainsFunc(u.Attached, support) }) ||
		slices.ContainsFunc(p.Account.Groups, func(g snapshot.Group) bool {
			return slices.ContainsFunc(g.Attached, support) && occupied(p, &g)
		})
}

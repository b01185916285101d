package checks

import (
	"strconv"

	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "xacct-role-name-collision-admin", Group: "chain", Severity: findings.Medium,
		Title: "administrator role of one name has different trust policies",
		Why: "A role that looks the same everywhere gets reviewed once; the one account where it lets in more is where it will " +
			"be used.",
		Fix:        "Roll the role out from one template with one trust policy, and give roles that differ names of their own.",
		Blind:      "Whether the difference is meant. Roles under different names, and those of services and permission sets.",
		References: []string{leastPrivilege},
		Since:      "0.1.0",
	},
	Needs: accessNeeds, OrgNeeds: pathOrgNeeds, OrgUses: pathUses, NoSubject: "no accounts",
	Extract: pathExtract,
	Judge: func(p *OrgPass) {
		for _, r := range p.Paths().AdminRoles(p.Params.AdminRoleAccounts) {
			if r.Trusts > 1 {
				p.Fail(r.Widest.Account, r.Widest.ID, "the role is an administrator in %d accounts under %d different trust policies; here it lets in %s",
					len(r.Accounts), r.Trusts, r.Openness).Evidence("accounts", named(r.Accounts)).
					Evidence("threshold", strconv.Itoa(p.Params.AdminRoleAccounts))
			}
		}
		passQuietly(p)
	},
})

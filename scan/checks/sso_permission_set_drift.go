package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "sso-permission-set-drift", Group: "sso", Severity: findings.Medium,
		Title: "the role of a permission set is not what the permission set says",
		Why: "Reviews read the permission set, while people get the role: a change that was never provisioned leaves the old " +
			"rights in place, and a role without permission set is looked after by nobody.",
		Fix:        "Provision the permission set again in the account; remove the role of one that is gone by its assignment.",
		Blind:      "The session duration and the tags of the role, and the text of policies that the permission set only names.",
		References: []string{"https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_ProvisionPermissionSet.html", permissionSetPage},
		Since:      "0.1.0",
	},
	Needs: needsPrincipals, OrgNeeds: needsIdentityCenter,
	Scope: func(o *snapshot.Organization, _ *Params, _ string) string {
		if o.ID == "" {
			return "permission sets belong to an organization, which was not read"
		}
		return ""
	},
	NoSubject: "no permission set is provisioned in the account",
	Eval: func(p *Pass) {
		roles := map[string]*snapshot.Role{}
		for i := range p.Account.Roles {
			if r := &p.Account.Roles[i]; identityCenter(r) {
				judgeSetOf(p, r)
				roles[permissionSetOf(r)] = r
			}
		}
		for i := range p.Org.IdentityCenter.PermissionSets {
			s := &p.Org.IdentityCenter.PermissionSets[i]
			if slices.Contains(s.Provisioned, p.Account.ID) && roles[s.Name] == nil {
				p.Fail(s.ARN, "permission set %s is provisioned in the account, but its role is not there", s.Name)
			}
		}
	},
})

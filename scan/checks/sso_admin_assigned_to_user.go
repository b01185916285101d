package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "sso-admin-assigned-to-user", Group: "sso", Severity: findings.Medium,
		Title:      "a single user is assigned all permissions",
		Why:        "Whoever reviews the groups of the directory does not see it, and a change of job does not end it.",
		Fix:        "Assign the permission set to a group, add the user there if need be, and delete the user's assignment.",
		Blind:      setRightsBlind + " Groups of one member count as groups.",
		References: []string{assignUserPage, leastPrivilege},
		Since:      "0.1.0",
	},
	Needs: accessNeeds, OrgNeeds: needsIdentityCenter, OrgUses: accessUses,
	Scope: provisionedWhere(anyPermissionSet), Extract: extractSetRights,
	Judge: func(p *OrgPass) {
		admins := setAdmins(p)
		looked := map[string]bool{}
		for _, e := range p.Extracts {
			looked[e.Account] = true
		}
		eachAssignment(p, func(a snapshot.Assignment, s *snapshot.PermissionSet, h snapshot.Holder) {
			rights := admins[s.Name]
			switch {
			case a.HolderType == snapshot.HolderGroup:
				p.OK()
			case slices.Contains(rights.granted(), a.Account):
				p.Fail(a.Account, s.ARN, "user %s is assigned %s, which gives all permissions in the account", holderName(a, h), s.Name).
					Detail(a.Holder).Evidence("permission set", s.Name)
			case slices.Contains(rights.open(), a.Account):
				p.Unknown(a.Account, s.ARN, unparsed, "whether %s, which user %s is assigned, gives all permissions depends on what could not be read",
					s.Name, holderName(a, h)).Detail(a.Holder)
			case !looked[a.Account]:
				p.NotApplicableIn(p.Org.ManagementID, "the account was not looked at")
			default:
				p.OK()
			}
		})
	},
})

package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "sso-permission-set-privesc", Group: "sso", Severity: findings.High,
		Title: "permission set lets people give themselves all permissions",
		Why: "It looks harmless in reviews, while everybody who holds it is an administrator of its accounts as soon as they " +
			"want to be.",
		Fix: "Take the actions that the techniques need out of the permission set, or limit them by Resource and by a " +
			"permissions boundary.",
		Blind:      setRightsBlind + " " + privescBlind,
		References: []string{escalationPage, permissionSetPage},
		Since:      "0.1.0",
	},
	Needs: accessNeeds, OrgNeeds: needsIdentityCenter, OrgUses: accessUses,
	Scope: provisionedWhere(anyPermissionSet), Extract: extractSetSteps,
	Judge: func(p *OrgPass) {
		climbs := gatherClimbs(p)
		eachPermissionSet(p, func(c *snapshot.IdentityCenter, s *snapshot.PermissionSet) {
			judgeClimbing(p, c.Instance.Owner, s, climbs[s.Name])
		})
	},
})

func judgeClimbing(p *OrgPass, owner string, s *snapshot.PermissionSet, found *climbing) {
	switch {
	case found == nil:
		p.NotApplicableIn(owner, roleNotSeen)
	case len(found.accounts) > 0:
		o := p.Fail(owner, s.ARN, "permission set %s leads to all permissions in %s", s.Name, quantity(len(found.accounts), "account", "accounts"))
		o.At(found.severity).Evidence("techniques", named(distinct(found.techniques))).Evidence("accounts", named(found.accounts))
		if keys := distinct(found.keys); !found.free {
			o.Evidence("limited by", strings.Join(keys, ", "))
		}
	case len(found.open) > 0:
		p.Unknown(owner, s.ARN, unparsed, "what permission set %s leads to depends on what could not be read", s.Name).
			Evidence("accounts", named(found.open))
	case found.admin:
		p.NotApplicableIn(owner, "gives all permissions already")
	default:
		p.OK()
	}
}

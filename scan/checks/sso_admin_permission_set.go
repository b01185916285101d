package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	// setRightsBlind is what checks on setRights cannot know.
	setRightsBlind = "Permission sets are judged by their roles in the accounts that could be read, below the control policies there."

	roleNotSeen = "no account that was looked at has the permission set's role"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "sso-admin-permission-set", Group: "sso", Severity: findings.Medium,
		Title: "permission set gives all permissions",
		Why:   "Everybody who holds it, and everybody who can add a member to a group that holds it, owns its accounts.",
		Fix: "Give people a permission set for their work, and keep this one for few people, few accounts and short sessions, " +
			"with approval for the time that it is needed.",
		Blind:      setRightsBlind,
		References: []string{permissionSetPage, leastPrivilege},
		Since:      "0.1.0",
	},
	Needs: accessNeeds, OrgNeeds: needsIdentityCenter, OrgUses: accessUses,
	Scope: provisionedWhere(anyPermissionSet), Extract: extractSetRights,
	Judge: func(p *OrgPass) {
		admins := setAdmins(p)
		holders := map[string][]string{}
		eachHolding(p, func(a snapshot.Assignment, h snapshot.Holder) {
			holders[a.PermissionSet] = append(holders[a.PermissionSet], holderKind(a)+" "+holderName(a, h))
		})
		eachPermissionSet(p, func(c *snapshot.IdentityCenter, s *snapshot.PermissionSet) {
			judgeAdminSet(p, c.Instance.Owner, s, admins[s.Name], distinct(holders[s.ARN]))
		})
	},
})

// eachHolding is eachAssignment for those that say nothing about their absence.
func eachHolding(p *OrgPass, f func(snapshot.Assignment, snapshot.Holder)) {
	if len(p.Org.IdentityCenter.Assignments) > 0 {
		eachAssignment(p, func(a snapshot.Assignment, _ *snapshot.PermissionSet, h snapshot.Holder) { f(a, h) })
	}
}

func judgeAdminSet(p *OrgPass, owner string, s *snapshot.PermissionSet, a *administering, holders []string) {
	switch granted := a.granted(); {
	case a == nil:
		p.NotApplicableIn(owner, roleNotSeen)
	case len(granted) > 0:
		o := p.Fail(owner, s.ARN, "permission set %s gives all permissions in %s%s", s.Name,
			quantity(len(granted), "account", "accounts"), onlyUnder(whenAll(a)))
		o.Evidence("accounts", named(granted)).Evidence("held by", orElse(named(holders), "nobody"))
		o.Evidence("allowed everything by", strings.Join(distinct(a.by), ", "))
		if len(a.firm) == 0 {
			lowered(o.At(p.check.Severity), distinct(a.keys))
		}
	case len(a.undecided) > 0:
		p.Unknown(owner, s.ARN, unparsed, "whether permission set %s gives all permissions depends on what could not be read", s.Name).
			Evidence("accounts", named(a.undecided)).Evidence("not read", strings.Join(distinct(a.unread), ", "))
	default:
		p.OK()
	}
}

// whenAll returns the conditions that limit the permission set in every account; none when it is unlimited in one.
func whenAll(a *administering) []string {
	if len(a.firm) > 0 {
		return nil
	}
	return a.keys
}

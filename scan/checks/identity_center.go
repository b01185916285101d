package checks

import (
	"regexp"
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	permissionSetPage = "https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html"
	assignUserPage    = "https://docs.aws.amazon.com/singlesignon/latest/userguide/assignusers.html"

	noInstance       = "the organization has no instance of IAM Identity Center"
	noPermissionSets = "IAM Identity Center has no permission sets"
)

// needsIdentityCenter are the sections of the organization that checks of assignments read.
var needsIdentityCenter = []snapshot.Section{snapshot.SectionIdentityCenter}

// noInstanceFound is why roles of IAM Identity Center cannot be explained when no instance answered.
var noInstanceFound = snapshot.Reason{Cause: findings.Error, Action: "sso:ListInstances"}

// setRoleName is how IAM Identity Center names the role of a permission set.
var setRoleName = regexp.MustCompile(`^AWSReservedSSO_(.+)_[0-9a-f]{16}$`)

// permissionSetOf returns the name of the permission set that a role was made for; empty for every other role.
func permissionSetOf(r *snapshot.Role) string {
	if m := setRoleName.FindStringSubmatch(r.Name); m != nil && identityCenter(r) {
		return m[1]
	}
	return ""
}

// eachPermissionSet calls judge for every permission set in the order of their ARNs, or says why there are none.
func eachPermissionSet(p *OrgPass, judge func(c *snapshot.IdentityCenter, s *snapshot.PermissionSet)) {
	c := p.Org.IdentityCenter
	switch {
	case c.Instance == nil:
		p.NotApplicable(noInstance)
	case len(c.PermissionSets) == 0:
		p.NotApplicable(noPermissionSets)
	}
	for i := range c.PermissionSets {
		judge(c, &c.PermissionSets[i])
	}
}

// eachAssignment calls judge for every assignment, or says why there are none.
func eachAssignment(p *OrgPass, judge func(a snapshot.Assignment, s *snapshot.PermissionSet, h snapshot.Holder)) {
	c := p.Org.IdentityCenter
	switch {
	case c.Instance == nil:
		p.NotApplicable(noInstance)
	case len(c.Assignments) == 0:
		p.NotApplicable("nobody is assigned a permission set")
	}
	sets, holders := map[string]*snapshot.PermissionSet{}, map[string]snapshot.Holder{}
	for i := range c.PermissionSets {
		sets[c.PermissionSets[i].ARN] = &c.PermissionSets[i]
	}
	for _, h := range c.Holders {
		holders[h.ID] = h
	}
	for _, a := range c.Assignments {
		if s := sets[a.PermissionSet]; s != nil {
			judge(a, s, holders[a.Holder])
		}
	}
}

// eachHolding is eachAssignment for those that say nothing about their absence.
func eachHolding(p *OrgPass, f func(snapshot.Assignment, snapshot.Holder)) {
	if len(p.Org.IdentityCenter.Assignments) > 0 {
		eachAssignment(p, func(a snapshot.Assignment, _ *snapshot.PermissionSet, h snapshot.Holder) { f(a, h) })
	}
}

// holderName is what people call a user or group; its id when the directory has no name for it.
func holderName(a snapshot.Assignment, h snapshot.Holder) string { return orElse(h.Name, a.Holder) }

// holderKind is "user" or "group".
func holderKind(a snapshot.Assignment) string {
	if a.HolderType == snapshot.HolderGroup {
		return "group"
	}
	return "user"
}

// provisionedWhere keeps accounts out that have no role of a permission set for which wanted holds.
func provisionedWhere(wanted func(*Params, *snapshot.PermissionSet) bool) func(*snapshot.Organization, *Params, string) string {
	return func(o *snapshot.Organization, params *Params, account string) string {
		if o.IdentityCenter == nil {
			return ""
		}
		for i := range o.IdentityCenter.PermissionSets {
			if s := &o.IdentityCenter.PermissionSets[i]; wanted(params, s) && slices.Contains(s.Provisioned, account) {
				return ""
			}
		}
		return "no permission set that matters is provisioned in the account"
	}
}

func anyPermissionSet(*Params, *snapshot.PermissionSet) bool { return true }

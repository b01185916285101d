package checks

import (
	"regexp"
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/access"
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

// setRights is what one permission set's role may do in one account.
type setRights struct {
	set     string
	verdict access.Verdict
}

// extractSetRights keeps the verdict on the role of every permission set in the account. Judging the role and not the
// template takes in what the template only names: the account's own policies, and the control policies above.
func extractSetRights(p *Pass) any {
	var all []setRights
	for i := range p.Account.Roles {
		r := &p.Account.Roles[i]
		if name := permissionSetOf(r); name != "" {
			all = append(all, setRights{name, p.Access().RoleAdmin(r)})
		}
	}
	return all
}

// administering are the accounts in which a permission set gives all permissions.
type administering struct {
	firm, limited, undecided []string
	by, keys, unread         []string
	// seen counts the accounts whose role was looked at.
	seen int
}

// setAdmins gathers the extracts by permission set name.
func setAdmins(p *OrgPass) map[string]*administering {
	all := map[string]*administering{}
	for _, e := range p.Extracts {
		for _, rights := range e.Value.([]setRights) { //nolint:errcheck // extractSetRights made it
			a := all[rights.set]
			if a == nil {
				a = &administering{}
				all[rights.set] = a
			}
			a.add(e.Account, rights.verdict)
		}
	}
	return all
}

func (a *administering) add(account string, v access.Verdict) {
	a.seen++
	switch {
	case !v.Possible():
		return
	case !v.Granted():
		a.undecided = append(a.undecided, account)
	case len(v.Conditions) > 0:
		a.limited = append(a.limited, account)
	default:
		a.firm = append(a.firm, account)
	}
	a.by, a.keys, a.unread = append(a.by, v.By...), append(a.keys, v.Conditions...), append(a.unread, v.Unread...)
}

// granted are the accounts in which people with the permission set are administrators, perhaps under conditions.
func (a *administering) granted() []string {
	if a == nil {
		return nil
	}
	return slices.Concat(a.firm, a.limited)
}

// open are the accounts in which that could not be told.
func (a *administering) open() []string {
	if a == nil {
		return nil
	}
	return a.undecided
}

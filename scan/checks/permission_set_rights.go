package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	// setRightsBlind is what checks on setRights cannot know.
	setRightsBlind = "Permission sets are judged by their roles in the accounts that could be read, below the control policies there."

	roleNotSeen = "no account that was looked at has the permission set's role"
)

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

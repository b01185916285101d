package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// administrators are the principals of an account that count as people with all permissions.
type administrators struct {
	// firm are not limited by conditions; limited are; undecided depend on what could not be read.
	firm, limited, undecided []string
}

// people gathers the users and the roles that people can assume. A permission set has one role in the account.
func people(p *Pass) administrators {
	var all administrators
	for i := range p.Account.Users {
		u := &p.Account.Users[i]
		all.add("user "+u.Name, p.Access().UserAdmin(u))
	}
	for i := range p.Account.Roles {
		if r := &p.Account.Roles[i]; !serviceLinked(r) && peopleAssume(p, r) {
			all.add("role "+r.Name, p.Access().RoleAdmin(r))
		}
	}
	return all
}

func (a *administrators) add(name string, v access.Verdict) {
	switch {
	case !v.Possible():
	case !v.Granted():
		a.undecided = append(a.undecided, name)
	case len(v.Conditions) > 0:
		a.limited = append(a.limited, name)
	default:
		a.firm = append(a.firm, name)
	}
}

// maxNamed bounds how many names one line lists.
const maxNamed = 20

// named lists principals for evidence.
func named(lists ...[]string) string {
	all := slices.Sorted(slices.Values(slices.Concat(lists...)))
	if len(all) > maxNamed {
		return strings.Join(all[:maxNamed], ", ") + " and " + quantity(len(all)-maxNamed, "other", "others")
	}
	return strings.Join(all, ", ")
}

// peopleAssume reports whether a role's trust policy lets people in: users, everybody of an account, a SAML provider, or
// a permission set's role. Whether people can become another role that is named cannot be told here.
func peopleAssume(p *Pass, r *snapshot.Role) bool {
	d := p.Document(r.Trust)
	for i := range d.Statements {
		s := &d.Statements[i]
		if s.Principal == nil || !s.Allows() {
			continue
		}
		if s.Principal.All || slices.ContainsFunc(s.Principal.AWS, personal) || slices.ContainsFunc(s.Principal.Federated, saml) {
			return true
		}
	}
	return false
}

func saml(provider string) bool { return strings.Contains(provider, ":saml-provider/") }

// personal reports whether an AWS principal of a trust policy stands for people.
func personal(principal string) bool {
	parts := strings.SplitN(principal, ":", 6)
	if len(parts) < 6 {
		return principal == "*" || len(principal) == len("111122223333")
	}
	return parts[5] == "root" || strings.HasPrefix(parts[5], "user/") || strings.HasPrefix(parts[5], "role/aws-reserved/sso.amazonaws.com/")
}

package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/access"
)

// setSteps is what an account's role of a permission set leads to.
type setSteps struct {
	set string
	// admin says that the role gives all permissions, so that it leads nowhere else.
	admin bool
	// open says that what could not be read may give all permissions.
	open bool
	// techniques are those of the surest kind that lead to all permissions; none when there is no way.
	techniques []string
	// certain says that they need nothing beyond the data, keys what they are limited by.
	certain bool
	keys    []string
}

// extractSetSteps keeps, for the role of every permission set in the account, the surest ways to all permissions.
func extractSetSteps(p *Pass) any {
	var all []setSteps
	for i := range p.Account.Roles {
		r := &p.Account.Roles[i]
		name := permissionSetOf(r)
		if name == "" {
			continue
		}
		v := p.Access().RoleAdmin(r)
		if v.Granted() {
			all = append(all, setSteps{set: name, admin: true})
			continue
		}
		found := surest(p, name, p.Access().RoleSteps(r))
		found.open = v.Possible()
		all = append(all, found)
	}
	return all
}

func surest(p *Pass, name string, steps []access.Step) setSteps {
	out := setSteps{set: name}
	for _, category := range []access.Category{access.SelfEscalation, access.PrincipalAccess, access.NewPassRole, access.ExistingPassRole, access.CredentialAccess} {
		for _, s := range leading(p, category, steps) {
			certain, keys := s.Certain(), limiting(s.Conditions)
			better := certain && !out.certain || certain == out.certain && len(keys) == 0 && len(out.keys) > 0
			if better || len(out.techniques) == 0 {
				out.certain, out.keys, out.techniques = certain, keys, nil
			}
			if certain == out.certain && (len(keys) == 0) == (len(out.keys) == 0) && !slices.Contains(out.techniques, s.Technique) {
				out.techniques = append(out.techniques, s.Technique)
			}
		}
	}
	slices.Sort(out.techniques)
	return out
}

// climbing gathers what the accounts say of one permission set.
type climbing struct {
	admin, free                      bool
	accounts, techniques, keys, open []string
	severity                         findings.Severity
}

func (c *climbing) add(account string, s setSteps) {
	c.admin = c.admin || s.admin
	if s.open {
		c.open = append(c.open, account)
	}
	if len(s.techniques) == 0 {
		return
	}
	severity := findings.High
	if !s.certain {
		severity = findings.Medium
	}
	if len(s.keys) > 0 {
		severity--
	}
	c.severity, c.free = max(c.severity, severity), c.free || len(s.keys) == 0
	c.accounts, c.techniques, c.keys = append(c.accounts, account), append(c.techniques, s.techniques...), append(c.keys, s.keys...)
}

// gatherClimbs joins the extracts by permission set name.
func gatherClimbs(p *OrgPass) map[string]*climbing {
	climbs := map[string]*climbing{}
	for _, e := range p.Extracts {
		for _, s := range e.Value.([]setSteps) { //nolint:errcheck // extractSetSteps made it
			if climbs[s.set] == nil {
				climbs[s.set] = &climbing{}
			}
			climbs[s.set].add(e.Account, s)
		}
	}
	return climbs
}

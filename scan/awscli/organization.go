package awscli

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// organization gathers what the files say of the organization.
type organization struct {
	parts []*part
	out   *snapshot.Organization
	// lacking holds why a section is missing, for sections of which there is something.
	lacking map[snapshot.Section]string
	// above holds the parent of every organizational unit that is known, by id.
	above map[string]string
	names map[string]string
}

// build fills the organization from the parts. Sections that no file fills, or only in part, are missing.
func (o *organization) build() {
	o.lacking, o.above, o.names = map[snapshot.Section]string{}, map[string]string{}, map[string]string{}
	o.out.Missing = map[snapshot.Section]snapshot.Reason{}
	for section, fill := range map[snapshot.Section]func() bool{
		snapshot.SectionOrganization: o.describe, snapshot.SectionPolicies: o.policies, snapshot.SectionDelegations: o.delegations,
		snapshot.SectionTrustedAccess: o.trusted, snapshot.SectionResourcePolicy: o.resourcePolicy, snapshot.SectionRootAccess: o.features,
		snapshot.SectionTags: func() bool { return false },
	} {
		o.settle(section, fill())
	}
	o.settle(snapshot.SectionAccounts, o.accounts())
	o.settle(snapshot.SectionOUs, o.units())
	o.out.Sort()
}

// settle notes a section as missing when it was not filled: for an error message, as incomplete, or as not given.
func (o *organization) settle(section snapshot.Section, filled bool) {
	if filled {
		return
	}
	if why := o.lacking[section]; why != "" {
		o.out.Missing[section] = incomplete(section, why)
		return
	}
	for _, p := range o.parts {
		if p.failed != nil && p.command.section == section {
			o.out.Missing[section] = p.reason()
			return
		}
	}
	o.out.Missing[section] = notGiven(section)
}

// of returns the answers of a command, and whether the last page of each list is among them.
func (o *organization) of(c *command) (found []*part, whole bool) {
	open := false
	for _, p := range o.parts {
		if p.command == c && p.failed == nil {
			found = append(found, p)
			whole = whole || !p.more
			open = open || p.more
		}
	}
	if open && len(subjects) > 0 && subjects[c] != nil && c != accountsCommand {
		// Several lists, of one subject each: which of them goes on is told by its name.
		return found, o.closed(found)
	}
	return found, whole
}

func (o *organization) closed(parts []*part) bool {
	last := map[string]bool{}
	for _, p := range parts {
		last[p.subject()] = last[p.subject()] || !p.more
	}
	for _, done := range last {
		if !done {
			return false
		}
	}
	return true
}

const noLastPage = "the last page is not among the files"

func (o *organization) describe() bool {
	for _, p := range o.parts {
		if d := p.org.describe; d != nil {
			o.out.ID, o.out.ARN, o.out.FeatureSet, o.out.ManagementID = d.ID, d.ARN, d.FeatureSet, d.ManagementID
			return true
		}
	}
	return false
}

// accounts fills the account list. Only a list that holds the management account is whole: AWS names it always.
func (o *organization) accounts() bool {
	found, _ := o.of(accountsCommand)
	byID := map[string]snapshot.OrgAccount{}
	whole := false
	for _, p := range found {
		parent := p.subject()
		whole = whole || (parent == "" && !p.more)
		for _, a := range p.org.accounts {
			if known, ok := byID[a.ID]; ok && len(a.Parents) == 0 {
				a.Parents = known.Parents
			}
			if parent != "" && len(a.Parents) == 0 {
				a.Parents = []string{parent}
			}
			byID[a.ID] = a
		}
	}
	o.out.Accounts = slices.Collect(maps.Values(byID))
	o.deriveIDs()
	_, managed := byID[o.out.ManagementID]
	switch {
	case len(found) == 0:
		return false
	case !whole:
		o.lacking[snapshot.SectionAccounts] = noLastPage
	case !managed:
		o.lacking[snapshot.SectionAccounts] = "the management account is not in the list"
	}
	return whole && managed
}

// deriveIDs takes the ids from an account's ARN, arn:aws:organizations::<management>:account/<organization>/<account>,
// when no other file tells them.
func (o *organization) deriveIDs() {
	for _, a := range o.out.Accounts {
		parts := strings.SplitN(a.ARN, ":", 6)
		if len(parts) < 6 || o.out.ID != "" {
			continue
		}
		if path := strings.Split(parts[5], "/"); len(path) == 3 && path[0] == "account" {
			o.out.ManagementID, o.out.ID = parts[4], path[1]
		}
	}
}

// units fills the tree. An answer about organizational units says where they stand by their paths, or by the name of its
// file; an account list by the accounts' paths.
func (o *organization) units() bool {
	roots, rootWhole := o.of(rootsCommand)
	lists, whole := o.of(unitsCommand)
	units := map[string]snapshot.OU{}
	asked := map[string]bool{}
	for _, p := range lists {
		asked[p.subject()] = true
		for _, u := range p.org.units {
			units[u.ID] = snapshot.OU{ID: u.ID, ARN: u.ARN, Name: u.Name, Parent: cmp.Or(parentIn(u.Path), p.subject())}
			o.above[u.ID], o.names[u.ID] = units[u.ID].Parent, u.Name
		}
	}
	for _, p := range roots {
		for _, r := range p.org.roots {
			o.out.RootID, o.names[r.ID] = r.ID, r.Name
			o.out.PolicyTypes = map[string]string{}
			for _, t := range r.PolicyTypes {
				o.out.PolicyTypes[t.Type] = t.Status
			}
		}
	}
	o.place()
	if len(roots)+len(lists) == 0 {
		return false
	}
	if rootWhole && whole && o.treeIsWhole(units, asked) {
		o.out.OUs = slices.Collect(maps.Values(units))
		return true
	}
	o.lacking[snapshot.SectionOUs] = "the files do not hold the units below the root and below every unit"
	o.out.RootID, o.out.PolicyTypes = "", nil
	return false
}

// treeIsWhole reports whether every unit was asked for those below it, and every unit that is named is known.
func (o *organization) treeIsWhole(units map[string]snapshot.OU, asked map[string]bool) bool {
	if o.out.RootID == "" || !asked[o.out.RootID] {
		return false
	}
	for id, u := range units {
		if !asked[id] || u.Parent == "" {
			return false
		}
	}
	for _, a := range o.out.Accounts {
		for _, id := range a.Parents {
			if _, known := units[id]; !known && id != o.out.RootID {
				return false
			}
		}
	}
	return true
}

// place completes the accounts' parents up to the root, and spells them in names.
func (o *organization) place() {
	for i := range o.out.Accounts {
		a := &o.out.Accounts[i]
		for range maxUnits {
			if len(a.Parents) == 0 || strings.HasPrefix(a.Parents[0], "r-") || o.above[a.Parents[0]] == "" {
				break
			}
			a.Parents = slices.Insert(slices.Clone(a.Parents), 0, o.above[a.Parents[0]])
		}
		var names []string
		for _, id := range a.Parents {
			names = append(names, cmp.Or(o.names[id], id))
		}
		a.OU = strings.Join(names, "/")
	}
}

// maxUnits ends the climb through answers that lead in circles; Organizations allows five levels.
const maxUnits = 20

// parentsIn reads a path such as o-a1b2c3/r-a1b2/ou-a1b2-11111111/111122223333/ into the ids from the root to the account's
// own unit; nil for a path of another form.
func parentsIn(path, account string) []string {
	parts := strings.Split(strings.TrimSuffix(path, "/"), "/")
	if len(parts) < 3 || parts[len(parts)-1] != account {
		return nil
	}
	ids := parts[1 : len(parts)-1]
	for i, id := range ids {
		if want := "ou-"; i == 0 && !strings.HasPrefix(id, "r-") || i > 0 && !strings.HasPrefix(id, want) {
			return nil
		}
	}
	return ids
}

// parentIn returns the last id but one of a unit's path; "" for none.
func parentIn(path string) string {
	parts := strings.Split(strings.TrimSuffix(path, "/"), "/")
	if len(parts) < 3 {
		return ""
	}
	return parts[len(parts)-2]
}

package org

import (
	"cmp"
	"time"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// The populations besides "organization".
const (
	populationBoth = "organization and file"
	populationFile = "file"
	populationSelf = "self"
)

// Enrich adds what an accounts file says to an organization: owner, environment and tier, and name and OU where
// Organizations gave none. Accounts that only the file names are added with an unknown state, so that they are tried. The
// organization stays sorted. No rows change nothing.
func Enrich(o *snapshot.Organization, rows []Row) {
	if len(rows) == 0 {
		return
	}
	if o.Population != populationFile {
		o.Population = populationBoth
	}
	at := map[string]int{}
	for i, a := range o.Accounts {
		at[a.ID] = i
	}
	for _, row := range rows {
		i, known := at[row.ID]
		if !known {
			i = len(o.Accounts)
			at[row.ID], o.Accounts = i, append(o.Accounts, snapshot.OrgAccount{ID: row.ID})
		}
		row.enrich(&o.Accounts[i])
	}
	o.Sort()
}

func (r Row) enrich(a *snapshot.OrgAccount) {
	a.Name, a.OU = cmp.Or(a.Name, r.Name), cmp.Or(a.OU, r.OU)
	a.Owner, a.Environment, a.Tier = cmp.Or(r.Owner, a.Owner), cmp.Or(r.Environment, a.Environment), cmp.Or(r.Tier, a.Tier)
}

// FromFile returns the population that a file names. Nothing is known of the organization: every section of it is missing
// as not-collected, the account list included, because the file is nobody's evidence of being complete.
func FromFile(caller assume.Caller, asOf time.Time, rows []Row) *snapshot.Organization {
	o := blank(caller, asOf, populationFile)
	missAll(o)
	Enrich(o, rows)
	o.Sort()
	return o
}

// Self returns the population of the caller's account alone; every section of the organization is missing.
func Self(caller assume.Caller, asOf time.Time) *snapshot.Organization {
	o := blank(caller, asOf, populationSelf)
	missAll(o)
	o.Accounts = []snapshot.OrgAccount{{ID: caller.Account}}
	o.Sort()
	return o
}

func missAll(o *snapshot.Organization) {
	for _, s := range []snapshot.Section{
		snapshot.SectionOrganization, snapshot.SectionAccounts, snapshot.SectionOUs, snapshot.SectionPolicies,
		snapshot.SectionDelegations, snapshot.SectionTrustedAccess, snapshot.SectionResourcePolicy,
		snapshot.SectionRootAccess, snapshot.SectionTags,
	} {
		o.Missing[s] = snapshot.NotAskedFor()
	}
}

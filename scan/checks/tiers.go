package checks

import (
	"cmp"
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// judgeTiers holds every trust that crosses accounts against their tiers.
func judgeTiers(p *OrgPass) {
	undecided, told := 0, map[string]bool{}
	for _, c := range p.Paths().Crossings() {
		if c.From == p.Org.ManagementID {
			continue
		}
		if len(p.Params.Tiers) == 0 {
			undecided++
			continue
		}
		from, to := tierRank(p, c.From), tierRank(p, c.To.Account)
		if from < 0 || to < 0 || from >= to {
			continue
		}
		o := p.Fail(c.To.Account, c.To.ID, "%s of tier %s may assume the role, whose account is of tier %s",
			accountInWords(p.Org, c.From), p.Params.Tiers[from], p.Params.Tiers[to]).Detail(cmp.Or(c.From, "organization"))
		if len(c.Hop.Conditions) > 0 {
			o.At(findings.Medium).Evidence("only if", named(c.Hop.Conditions))
		}
		if len(c.Hop.Needs) > 0 {
			o.At(findings.Medium).Evidence("needs", named(c.Hop.Needs))
		}
		o.Evidence("remove to break it", breakInWords(p, &c.Hop))
		told[c.To.Account] = true
	}
	judgeTierPaths(p, told)
	if undecided > 0 {
		p.Fail(homeAccount(p.Org), p.root(homeAccount(p.Org)), "nobody has decided which accounts matter most: %s, and tiers is not configured",
			quantity(undecided, "trust crosses accounts", "trusts cross accounts")).At(findings.Info).Detail("inventory")
	}
	unparsedTrusts(p)
	passQuietly(p)
}

// judgeTierPaths reports accounts of a higher tier that a lower one reaches by way of accounts without a tier. Where a trust
// of the account itself is reported, the ways that lead to it are not.
func judgeTierPaths(p *OrgPass, told map[string]bool) {
	for _, r := range p.Paths().Radii(1) {
		from := tierRank(p, r.Account)
		for _, other := range r.Accounts {
			to := tierRank(p, other)
			if from < 0 || to <= from || told[other] {
				continue
			}
			p.Fail(other, p.root(other), "principals of %s of tier %s can become administrators of the account, which is of tier %s, by way of others",
				accountInWords(p.Org, r.Account), p.Params.Tiers[from], p.Params.Tiers[to]).Detail(r.Account).
				Evidence("show them", "orgscan paths --from "+r.Account+" --to "+other)
		}
	}
}

// tierRank is the account's place in the configured tiers, -1 when it has none. Of every account, it is that of the lowest.
func tierRank(p *OrgPass, id string) int {
	if id == "" {
		return slices.IndexFunc(p.Params.Tiers, func(tier string) bool {
			return slices.ContainsFunc(p.Org.Accounts, func(a snapshot.OrgAccount) bool { return a.Tier == tier })
		})
	}
	if a := p.Org.Account(id); a != nil && a.Tier != "" {
		return slices.Index(p.Params.Tiers, a.Tier)
	}
	return -1
}

func accountInWords(o *snapshot.Organization, id string) string {
	if id == "" {
		return "every account of the organization, some"
	}
	if a := o.Account(id); a != nil && a.Name != "" {
		return "account " + id + " (" + a.Name + ")"
	}
	return "account " + id
}

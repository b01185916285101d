package checks

import (
	"cmp"
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// judgeTiers holds every trust that crosses accounts against their tiers.
func judgeTiers(p *OrgPass) {
	undecided := 0
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
	}
	if undecided > 0 {
		p.Fail(homeAccount(p.Org), p.root(homeAccount(p.Org)), "nobody has decided which accounts matter most: %s, and tiers is not configured",
			quantity(undecided, "trust crosses accounts", "trusts cross accounts")).At(findings.Info).Detail("inventory")
	}
	unparsedTrusts(p)
	passQuietly(p)
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

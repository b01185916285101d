package checks

import (
	"strconv"

	"github.com/orgscan/orgscan/findings"
)

// judgeTrait reports the accounts whose i-th trait is not that of the majority. Where there is none, nobody differs, and what
// AWS does not tell does not matter.
func judgeTrait(p *OrgPass, name string, i int) {
	of := func(e Extracted) *holding { return e.Value.([]*holding)[i] } //nolint:errcheck,forcetypeassert // what Extract keeps
	m, ok := majorityOf(p, of)
	if !ok {
		return
	}
	for _, e := range p.Extracts {
		h := of(e)
		switch {
		case h == nil || *h == m.shared:
		case *h == unsaid:
			p.Unknown(e.Account, p.root(e.Account), unreported, "AWS does not say whether the account has %s, as %d of %d accounts do",
				m.shared.one, m.count, m.told).Detail(name)
		default:
			reportOutlier(p, e.Account, name, *h, m)
		}
	}
}

func reportOutlier(p *OrgPass, account, name string, h holding, m majority) {
	o := p.Fail(account, p.root(account), "has %s; %d of %d accounts have %s", h.one, m.count, m.told, m.shared.many).Detail(name).
		Evidence("threshold", strconv.Itoa(p.Params.OutlierMajority)+" in 100")
	if h.safe {
		o.At(findings.Info)
	}
}

// majority is what most accounts have: count of the told ones.
type majority struct {
	shared      holding
	count, told int
}

// majorityOf returns false when no value is shared by enough accounts, or when too few tell.
func majorityOf(p *OrgPass, of func(Extracted) *holding) (majority, bool) {
	counts, told := map[holding]int{}, 0
	for _, e := range p.Extracts {
		if h := of(e); h != nil && *h != unsaid {
			counts[*h]++
			told++
		}
	}
	if told < p.Params.OutlierMinAccounts {
		return majority{}, false
	}
	for h, count := range counts {
		// More than half, so that there is one at most whatever the order of the map.
		if 2*count > told && 100*count >= p.Params.OutlierMajority*told {
			return majority{h, count, told}, true
		}
	}
	return majority{}, false
}

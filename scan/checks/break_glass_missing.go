package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "break-glass-missing", Group: "breakglass", Severity: findings.High,
		Title:      "a break-glass principal does not exist",
		Why:        "On the day when nothing else lets anybody in, the way in that everybody counts on is not there.",
		Fix:        "Make the principal again and test it, or correct break_glass.",
		Blind:      "Whether anybody can use it: break-glass-untested asks that.",
		References: []string{breakGlassPage},
		Since:      "0.1.0",
	},
	Needs:    []snapshot.Section{snapshot.SectionPrincipals},
	OrgNeeds: []snapshot.Section{snapshot.SectionAccounts},
	Scope:    breakGlassScope,
	Extract: func(p *Pass) any {
		found := map[BreakGlass]bool{}
		for _, b := range p.Params.breakGlassIn(p.Account.ID) {
			_, found[b] = findBreakGlass(p.Account, b)
		}
		return found
	},
	Judge: judgeBreakGlassMissing,
})

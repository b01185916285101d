package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/access"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "privesc-path-to-admin", Group: "privesc", Severity: findings.Critical,
		Title: "principal can become administrator of its account",
		Why: "Whoever holds the principal's credentials owns the account in the hops that the evidence lists, although no policy " +
			"calls the principal an administrator.",
		Fix: "Remove the statement that the evidence names, or narrow its resources to those that give no more than the principal has.",
		Blind: pathBlind + "Paths that leave the account and come back. Critical only where people or outsiders can use the principal, " +
			"which is taken of all users.",
		References: []string{leastPrivilege, rolePage},
		Since:      "0.1.0",
	},
	Needs: pathNeeds, OrgNeeds: pathOrgNeeds, OrgUses: pathUses, NoSubject: "no accounts",
	Extract: pathExtract,
	Judge: func(p *OrgPass) {
		g := p.Paths()
		for _, path := range g.Escalations() {
			highest := findings.High
			if g.Exposed(path.From) {
				highest = findings.Critical
			}
			o := p.Fail(path.From.Account, path.From.ID, "%s can become administrator of the account in %s%s",
				path.From.Name(), through(&path), ifPossible(path.Outcome())).At(pathSeverity(highest, &path))
			reportPath(p, o, &path)
		}
		unparsedTrusts(p)
		for _, e := range p.Extracts {
			if p.logs[e.Account] == nil {
				p.OKIn(e.Account) // no other account takes part
			}
		}
	},
})

func ifPossible(o access.StepOutcome) string {
	if o == access.Proven {
		return ""
	}
	return ", if something is there that the data do not show"
}

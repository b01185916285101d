package checks

import "github.com/orgscan/orgscan/findings"

var _ = register(Check{
	Rule: findings.Rule{
		ID: "chain-cross-account-to-admin", Group: "chain", Severity: findings.High,
		Title: "principal can become administrator of another account",
		Why:   "Whoever takes the one account owns the other as well: the border between the two holds nobody back.",
		Fix: "Remove the trust that the evidence names, narrow it to one role with little in it, or take administrator " +
			"rights from the role that is reached.",
		Blind: pathBlind + "Of several other accounts only the nearest is shown; `orgscan paths --from` shows all. Paths from the " +
			"management account, which rules over the others by design, and into it, which mgmt-reachable-from-member reports.",
		References: []string{crossAccountPage, leastPrivilege},
		Since:      "0.1.0",
	},
	Needs: pathNeeds, OrgNeeds: pathOrgNeeds, OrgUses: pathUses, NoSubject: "no accounts",
	Extract: pathExtract,
	Judge: func(p *OrgPass) {
		for _, path := range p.Paths().Across() {
			o := p.Fail(path.From.Account, path.From.ID, "%s can become %s in %s%s", startInWords(path.From),
				nodeInWords(p, path.To), through(&path), ifPossible(path.Outcome())).Detail(startDetail(path.From)).At(pathSeverity(findings.High, &path))
			reportPath(p, o, &path)
		}
		unparsedTrusts(p)
		passQuietly(p)
	},
})

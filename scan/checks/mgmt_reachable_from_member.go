package checks

import "github.com/orgscan/orgscan/findings"

var _ = register(Check{
	Rule: findings.Rule{
		ID: "mgmt-reachable-from-member", Group: "mgmt", Severity: findings.Critical,
		Title: "member account leads to administrators of the management account",
		Why: "The management account owns every other and no control policy holds there: whoever takes this member account " +
			"takes the organization.",
		Fix:        "Remove the trust that the evidence names: roles of the management account should trust nobody in member accounts.",
		Blind:      pathBlind + "Roles of the management account that are no administrators but may change the organization.",
		References: []string{crossAccountPage, leastPrivilege},
		Since:      "0.1.0",
	},
	Needs: pathNeeds, OrgNeeds: pathOrgNeeds, OrgUses: pathUses, NoSubject: "no accounts",
	Extract: pathExtract,
	Judge: func(p *OrgPass) {
		for _, path := range p.Paths().ToManagement() {
			o := p.Fail(path.From.Account, path.From.ID, "%s can become administrator of the management account in %s%s",
				startInWords(path.From), through(&path), ifPossible(path.Outcome())).
				Detail(startDetail(path.From)).At(pathSeverity(findings.Critical, &path))
			reportPath(p, o, &path)
		}
		unparsedTrusts(p)
		passQuietly(p)
	},
})

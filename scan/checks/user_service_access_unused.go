package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "user-service-access-unused",
		Group:    "user",
		Title:    "user may use services that it does not use",
		Severity: findings.Low,
		Why:      "Whoever takes over the user gets every service that its policies name, and not only those that anybody would miss.",
		Fix:      serviceUnusedFix,
		Blind:    serviceUnusedLack,
		References: []string{
			lastAccessedPage,
			leastPrivilege,
		},
		Since:        "0.1.0",
		OffByDefault: true,
	},
	Needs:      []snapshot.Section{snapshot.SectionPrincipals, snapshot.SectionLastAccessed},
	LastAccess: LastAccessOfUsers,
	NoSubject:  "no users",
	Eval: func(p *Pass) {
		for i := range p.Account.Users {
			judgeServiceAccess(p, p.Account.Users[i].ARN, p.Account.Users[i].Created)
		}
	},
})

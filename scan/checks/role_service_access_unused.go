package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "role-service-access-unused",
		Group:    "policy",
		Title:    "role may use services that it does not use",
		Severity: findings.Low,
		Why:      "Whoever gets into the workload or the session gets every service that the role's policies name, needed or not.",
		Fix:      serviceUnusedFix,
		Blind:    serviceUnusedLack + " Roles that AWS services and Identity Center own.",
		References: []string{
			lastAccessedPage,
			leastPrivilege,
		},
		Since:        "0.1.0",
		OffByDefault: true,
	},
	Needs:      []snapshot.Section{snapshot.SectionPrincipals, snapshot.SectionLastAccessed},
	LastAccess: LastAccessOfRoles,
	NoSubject:  "no roles",
	Eval: func(p *Pass) {
		for i := range p.Account.Roles {
			r := &p.Account.Roles[i]
			if serviceLinked(r) || strings.HasPrefix(r.Path, "/aws-reserved/") {
				p.NotApplicable(r.ARN, "belongs to an AWS service or to Identity Center")
				continue
			}
			judgeServiceAccess(p, r.ARN, r.Created)
		}
	},
})

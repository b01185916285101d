package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "admin-used-for-daily-work",
		Group:    "admin",
		Title:    "administrator is used for daily work",
		Severity: findings.Low,
		Why: "Whoever works all day as an administrator exposes all permissions all day: to every script that they run and every " +
			"page that they open.",
		Fix: "Give the person a second identity with what the daily work needs, and keep the administrator for administration.",
		Blind: adminBlind + " How often a service was used, use that is older than the threshold of unused services, and which " +
			"actions were used: reading counts, too.",
		References: []string{
			lastAccessedPage,
			leastPrivilege,
		},
		Since:        "0.1.0",
		OffByDefault: true,
	},
	Needs:      append(slices.Clone(accessNeeds), snapshot.SectionLastAccessed),
	OrgUses:    accessUses,
	LastAccess: LastAccessOfUsers,
	NoSubject:  "no users",
	Eval: func(p *Pass) {
		for i := range p.Account.Users {
			judgeDailyWork(p, &p.Account.Users[i])
		}
	},
})

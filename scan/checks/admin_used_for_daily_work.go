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

// administration are the services of those who look after accounts and identities.
var administration = []string{
	"access-analyzer", "account", "billing", "cloudtrail", "config", "controltower", "health", "iam", "identitystore",
	"organizations", "securityhub", "signin", "sso", "sso-directory", "sts", "support",
}

func judgeDailyWork(p *Pass, u *snapshot.User) {
	v := p.Access().UserAdmin(u)
	switch {
	case !v.Possible():
		p.NotApplicable(u.ARN, notAdministrator)
		return
	case !v.Granted():
		undecidedAdministrator(p, u.ARN, v)
		return
	}
	known, ok := servicesOf(p, u.ARN)
	if !ok {
		return
	}
	daily := slices.DeleteFunc(slices.Clone(known), func(s snapshot.ServiceAccess) bool {
		return slices.Contains(administration, s.Namespace) || !usedWithin(p, s, p.Params.ServiceUnusedAge)
	})
	if limit := p.Params.AdminDailyServices; len(daily) <= limit {
		p.OK(u.ARN)
		return
	}
	byWhat(p, p.Fail(u.ARN, "is an administrator and used %d services that are not administration within %d days; the limit is %d",
		len(daily), p.Params.ServiceUnusedAge, p.Params.AdminDailyServices), v).
		Evidence("used", namesOf(daily))
}

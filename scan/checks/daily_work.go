package checks

import (
	"slices"

	"github.com/orgscan/orgscan/scan/snapshot"
)

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

package checks

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	lastAccessedPage  = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html"
	serviceUnusedFix  = "Take the unused services out of its policies; a policy that grants one service is easier to read and to review."
	serviceUnusedLack = "Actions within a service that is used, use before the tracking period of up to 400 days, and the last four hours."
	nothingGranted    = "may use no service"
)

// listedServices is how many services a finding names.
const listedServices = 20

// judgeServiceAccess reports a principal that may use services that it has not used for a while. One that is younger than
// that has had no time to.
func judgeServiceAccess(p *Pass, arn string, created time.Time) {
	limit := p.Params.ServiceUnusedAge
	known, ok := servicesOf(p, arn)
	switch {
	case !ok:
	case p.Days(created) < limit:
		p.NotApplicable(arn, fmt.Sprintf("younger than %d days", limit))
	case len(known) == 0:
		p.Passed(arn, nothingGranted)
	default:
		unused := slices.DeleteFunc(slices.Clone(known), func(s snapshot.ServiceAccess) bool { return usedWithin(p, s, limit) })
		if len(unused) == 0 {
			p.OK(arn)
			return
		}
		p.Fail(arn, "%d of %s that it may use went unused for %d days", len(unused), quantity(len(known), "service", "services"), limit).
			Evidence("unused", namesOf(unused))
	}
}

// servicesOf returns what a principal may use. When that is not known it says so and returns false.
func servicesOf(p *Pass, arn string) ([]snapshot.ServiceAccess, bool) {
	known := p.Account.LastAccessed.Principal(arn)
	switch {
	case known == nil:
		reason := snapshot.Reason{Cause: findings.NotCollected, Action: "iam:GenerateServiceLastAccessedDetails"}
		p.Unknown(arn, reason, "nobody asked which services it used")
		return nil, false
	case known.Missing != nil:
		p.Unknown(arn, *known.Missing, "which services it used could not be read")
		return nil, false
	}
	return known.Services, true
}

func usedWithin(p *Pass, s snapshot.ServiceAccess, days int) bool {
	return !s.Last.IsZero() && p.Days(s.Last) <= days
}

// namesOf lists services by name, and counts those that do not fit.
func namesOf(services []snapshot.ServiceAccess) string {
	var names []string
	for _, s := range services {
		names = append(names, s.Namespace)
	}
	slices.Sort(names)
	if more := len(names) - listedServices; more > 0 {
		names = append(names[:listedServices], fmt.Sprintf("and %d more", more))
	}
	return strings.Join(names, ", ")
}

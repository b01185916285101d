package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/access"
)

// judgeReader reports a principal that may read what credentials are stored in, whatever the resource.
func judgeReader(p *Pass, principal *access.Principal, admin access.Verdict) *Outcome {
	arn := principal.Caller.ARN
	if admin.Granted() {
		p.NotApplicable(arn, "an administrator already")
		return nil
	}
	var reads, by, keys []string
	free, undecided := false, false
	for _, t := range access.StoredCredentials() {
		v := access.May(principal, t.Actions[0], access.Any)
		undecided = undecided || v.Possible() && !v.Granted()
		if !v.Granted() || slices.Contains(v.Conditions, "Resource") {
			continue
		}
		reads, by = append(reads, t.Actions[0]), append(by, v.By...)
		free, keys = free || len(limiting(v.Conditions)) == 0, append(keys, limiting(v.Conditions)...)
	}
	switch {
	case len(reads) == 0 && undecided:
		p.Unknown(arn, unparsed, "what it can read depends on what could not be read").Evidence("not read", strings.Join(sortedOnce(principal.Unread), ", "))
		return nil
	case len(reads) == 0:
		p.OK(arn)
		return nil
	}
	if free {
		keys = nil
	}
	o := p.Fail(arn, "can read what credentials are stored in: %s%s", strings.Join(reads, ", "), onlyUnder(keys))
	return limitedBy(p, o, sortedOnce(keys)).Evidence("allowed by", strings.Join(sortedOnce(by), ", "))
}

func sortedOnce(list []string) []string {
	out := slices.Clone(list)
	slices.Sort(out)
	return slices.Compact(out)
}

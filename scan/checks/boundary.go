package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// judgeBoundary reports a role that changes IAM without one of the boundaries that count.
func judgeBoundary(p *Pass, r *snapshot.Role, documents map[string]*snapshot.ManagedPolicy) {
	changes, unread := changesIAM(p, holder{attached: r.Attached, inline: r.Inline}, documents)
	switch {
	case boundaryCounts(p.Params, r.Boundary):
		p.OK(r.ARN)
	case changes && r.Boundary == "":
		p.Fail(r.ARN, "may change IAM and has no permissions boundary")
	case changes:
		p.Fail(r.ARN, "may change IAM under a permissions boundary that does not count").Evidence("permissions boundary", r.Boundary)
	case unread:
		p.Unknown(r.ARN, unparsed, "one of its policies cannot be read, and it has no permissions boundary that counts")
	default:
		p.Passed(r.ARN, "some cannot change IAM")
	}
}

// boundaryCounts accepts every boundary unless the configuration names the ones that count.
func boundaryCounts(params *Params, arn string) bool {
	if len(params.RequiredBoundaries) == 0 {
		return arn != ""
	}
	return slices.ContainsFunc(params.RequiredBoundaries, func(want string) bool {
		return want == arn || strings.HasSuffix(arn, ":policy/"+strings.TrimPrefix(want, "/"))
	})
}

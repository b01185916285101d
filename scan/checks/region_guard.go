package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
)

const (
	regionKey = "aws:RequestedRegion"
	// noRegion stands for every region that no policy names, also those that AWS has yet to open.
	noRegion = "qq-nowhere-9"
)

// regional are actions of services that every region has.
var regional = []string{"ec2:RunInstances", "lambda:CreateFunction", "s3:CreateBucket"}

// regionGuard returns a judgement of whether everything is denied in regions that are not approved. Without a list of
// approved regions, those that policies leave open count as approved.
func regionGuard(approved []string) func(inheritance) guardVerdict {
	return func(in inheritance) guardVerdict {
		v := guardVerdict{}
		if !regionDenied(in, noRegion, &v) {
			return guardVerdict{lack: "any region"}
		}
		var open []string
		for _, name := range namedRegions(in) {
			isApproved := slices.ContainsFunc(approved, func(pattern string) bool { return policy.Match(pattern, example(name)) })
			if len(approved) > 0 && !isApproved && !regionDenied(in, example(name), &v) {
				open = append(open, name)
			}
		}
		v.exempt = distinct(v.exempt)
		v.lack = strings.Join(distinct(open), ", ")
		return v
	}
}

func regionDenied(in inheritance, region string, v *guardVerdict) bool {
	g := guardrail{principals: ordinary, key: regionKey, known: circumstances{strings.ToLower(regionKey): {region}}}
	return !slices.ContainsFunc(regional, func(action string) bool { return !g.denies(in, action, v) })
}

// namedRegions are the regions and patterns of regions that the policies on the path name.
func namedRegions(in inheritance) []string {
	var out []string
	in.each(func(_ *controlPolicy, s *policy.Statement) {
		for _, c := range s.Conditions {
			if strings.EqualFold(c.Key, regionKey) {
				out = append(out, c.Values...)
			}
		}
	})
	return distinct(out)
}

// example returns a name that a pattern of regions matches.
func example(pattern string) string {
	return strings.NewReplacer("*", "qq-9", "?", "q").Replace(pattern)
}

func regionGuardReport(p *OrgPass) func(node) *Outcome {
	return func(n node) *Outcome {
		if n.lack == "any region" {
			return p.Fail(p.placeOf(n), p.nodeARN(n.id), "no region is denied to %s", boundBy(p, n))
		}
		return p.Fail(p.placeOf(n), p.nodeARN(n.id), "regions beyond approved_regions are open to %s", boundBy(p, n)).
			Evidence("open", n.lack)
	}
}

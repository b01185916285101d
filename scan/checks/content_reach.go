package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// kind is a kind of resource: how its names begin after the account, by service.
type kind struct{ service, prefix string }

var (
	anyKey       = kind{"kms", "key/"}
	anyRole      = kind{"iam", "role/"}
	anyTrail     = kind{"cloudtrail", "trail/"}
	anyParameter = kind{"ssm", "parameter/"}
	anySecret    = kind{"secretsmanager", "secret:"}
	anySnapshot  = kind{"rds", "snapshot:"}
	anyBucket    = kind{"s3", ""}
)

// names are witnesses: a pattern that matches both asks neither for a letter nor for a length.
func (k kind) names() []string {
	if k == anyBucket {
		return []string{"q/q", strings.Repeat("z", 60) + "/" + strings.Repeat("z", 300)}
	}
	return []string{k.prefix + "q", k.prefix + strings.Repeat("z", 300)}
}

// reachesAll reports whether a statement speaks of every resource of a kind: of the account, in every region. Patterns
// that only together reach all of them are not recognised.
func reachesAll(a *snapshot.Account, s *policy.Statement, k kind) bool {
	return reachesAllOf(s, a.Partition, a.ID, k)
}

func reachesAllOf(s *policy.Statement, partition, account string, k kind) bool {
	if s.AllResources() || allButSome(s) {
		return true
	}
	for _, place := range []string{":", ":" + account, "qq-qq-7:" + account} {
		prefix := "arn:" + partition + ":" + k.service + ":" + place + ":"
		if slices.ContainsFunc(s.Resources, func(pattern string) bool { return matchesEach(pattern, prefix, k.names()) }) {
			return true
		}
	}
	return false
}

func matchesEach(pattern, prefix string, names []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { return !policy.Match(pattern, prefix+name) })
}

// allButSome reports a NotResource that leaves something: all resources but a few are as good as all.
func allButSome(s *policy.Statement) bool {
	except := policy.Statement{Resources: s.NotResources}
	return s.NotResources != nil && s.Resources == nil && !except.AllResources()
}

// reachedByWildcard returns those ARNs that a resource with wildcards matches.
func reachedByWildcard(s *policy.Statement, arns []string) []string {
	var out []string
	for _, arn := range arns {
		if slices.ContainsFunc(s.Resources, func(pattern string) bool {
			return strings.ContainsAny(pattern, "*?") && policy.Match(pattern, arn)
		}) {
			out = append(out, arn)
		}
	}
	return out
}

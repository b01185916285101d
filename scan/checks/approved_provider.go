package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/policy"
)

// provider is an identity provider by ARN and the name that allow-lists use.
type provider struct{ arn, name string }

// failUnapproved reports each provider when there is an allow-list, and else all of them in one line.
func failUnapproved(p *Pass, configured bool, key string, unlisted []provider) {
	if configured {
		for _, u := range unlisted {
			p.Fail(u.arn, "%s is not in %s", u.name, key)
		}
		return
	}
	if len(unlisted) == 0 {
		return
	}
	names := make([]string, 0, len(unlisted))
	for _, u := range unlisted {
		names = append(names, u.name)
	}
	p.Fail(p.Account.RootARN(), "trusts %s; %s is not configured", quantity(len(names), "identity provider", "identity providers"), key).
		At(findings.Info).Detail("inventory").Evidence("providers", strings.Join(distinct(names), ", "))
}

// listed reports whether one of the patterns matches the name, whatever the case.
func listed(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		return policy.Match(strings.TrimPrefix(strings.ToLower(pattern), "https://"), strings.ToLower(name))
	})
}

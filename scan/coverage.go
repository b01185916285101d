package scan

import (
	"maps"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

func coverageReason(s snapshot.Section, r snapshot.Reason) findings.CoverageReason {
	return findings.CoverageReason{
		Section: string(s), Cause: r.Cause, Action: r.Action, Code: r.Code, Message: r.Message, Hint: hint(r),
	}
}

// hint says what to try about a missing section.
func hint(r snapshot.Reason) string {
	switch {
	case r.Action == "" || strings.HasPrefix(r.Action, "sts:"):
		return ""
	case r.Cause == findings.Denied && strings.HasPrefix(r.Message, "in "):
		return "allow " + r.Action + " to the audit role there, or name the Regions that are in use with --regions"
	case r.Cause == findings.Denied:
		return "allow " + r.Action + " to the audit role (orgscan role prints its policy), or find the control policy that denies it"
	case r.Cause == findings.Throttled:
		return "run again with a lower --rate, or a longer --account-timeout"
	case r.Cause == findings.Timeout:
		return "run again with a longer --account-timeout"
	}
	return ""
}

// missingSections lists what an account's snapshot lacks among the sections, in their order.
func missingSections(a *snapshot.Account, sections []snapshot.Section) []findings.CoverageReason {
	var out []findings.CoverageReason
	for _, s := range sections {
		if r, ok := a.Lacks(s); ok {
			out = append(out, coverageReason(s, r))
		}
	}
	return append(out, missingOfEntities(a)...)
}

// missingOfEntities lists, once a section and reason, why sections that are asked user by user could not be read for all.
func missingOfEntities(a *snapshot.Account) []findings.CoverageReason {
	var out []findings.CoverageReason
	seen := map[findings.CoverageReason]bool{}
	add := func(section snapshot.Section, missing *snapshot.Reason) {
		if missing == nil {
			return
		}
		if r := coverageReason(section, *missing); !seen[r] {
			seen[r] = true
			out = append(out, r)
		}
	}
	for _, u := range a.SSHKeys {
		add(snapshot.SectionSSHKeys, u.Missing)
	}
	if a.LastAccessed != nil {
		for _, u := range a.LastAccessed.Principals {
			add(snapshot.SectionLastAccessed, u.Missing)
		}
	}
	return out
}

// MissingOfOrganization lists the sections of the organization that could not be read, in alphabetical order. Sections
// that were not asked for are no gap.
func MissingOfOrganization(o *snapshot.Organization) []findings.CoverageReason {
	var out []findings.CoverageReason
	for _, s := range sortedSections(o.Missing) {
		if r := o.Missing[s]; r.Cause != findings.NotCollected {
			out = append(out, orgReason(s, r))
		}
	}
	return out
}

func orgReason(s snapshot.Section, r snapshot.Reason) findings.CoverageReason {
	out := coverageReason(s, r)
	switch asRole := slices.Contains(snapshot.OptInOfOrganization(), s); {
	case r.Cause != findings.Denied:
	case asRole && strings.HasPrefix(r.Action, "sts:"):
		out.Hint = "put the audit role into the management account, or into a delegated administrator of the service"
	case asRole:
		out.Hint = "allow " + r.Action + " to the audit role in the management account or a delegated administrator (orgscan role prints its policy)"
	default:
		out.Hint = "allow " + r.Action + " to the caller, in the management account or a delegated administrator (orgscan role prints the policy)"
	}
	return out
}

// settle turns a snapshot into its coverage.
func settle(line findings.Coverage, a *snapshot.Account, sections []snapshot.Section) findings.Coverage {
	line.Reasons = missingSections(a, sections)
	line.State = findings.Complete
	if len(line.Reasons) > 0 {
		line.State = findings.Partial
	}
	return line
}

func sortedSections(m map[snapshot.Section]snapshot.Reason) []snapshot.Section {
	return slices.Sorted(maps.Keys(m))
}

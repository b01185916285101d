package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const troubleshootRoles = "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html"

// gap is a section of an account that was asked for and could not be read.
type gap struct {
	section snapshot.Section
	reason  snapshot.Reason
}

// gaps returns what is missing from an account, in the order of the sections. A section that nobody asked for is no gap.
func gaps(a *snapshot.Account) []gap {
	var missing []gap
	for _, s := range append(snapshot.Default(), snapshot.OptIn()...) {
		if r, ok := a.Missing[s]; ok && r.Cause != findings.NotCollected {
			missing = append(missing, gap{s, r})
		}
	}
	return missing
}

// failed returns why nothing is known of an account: no session could be opened, or nothing but the identity could be
// read in it.
func failed(a *snapshot.Account) (snapshot.Reason, bool) {
	if r, ok := a.Missing[snapshot.SectionIdentity]; ok {
		return r, true
	}
	var first snapshot.Reason
	for i, s := range snapshot.Default()[1:] {
		r, missing := a.Missing[s]
		if !missing {
			return snapshot.Reason{}, false
		}
		if i == 0 {
			first = r
		}
	}
	return first, true
}

// entityGaps reports the users and roles of whom a section that is asked one by one could not be read, one line for each
// reason, and returns their number.
func entityGaps(p *Pass) int {
	total := 0
	for section, missing := range missingOfEntities(p.Account) {
		count := map[snapshot.Reason]int{}
		for _, r := range missing {
			count[snapshot.Reason{Cause: r.Cause, Action: r.Action, Code: r.Code}]++
		}
		total += len(missing)
		one, many := "user", "users"
		if section == snapshot.SectionLastAccessed {
			one, many = "user or role", "users and roles"
		}
		for r, n := range count {
			p.Unknown(p.Account.RootARN(), r, "%s of %s: %s", section, quantity(n, one, many), reasonInWords(r)).
				Detail(strings.Join([]string{string(section), string(r.Cause), r.Action, r.Code}, "/"))
		}
	}
	return total
}

// missingOfEntities returns the reasons of all those entities, by section.
func missingOfEntities(a *snapshot.Account) map[snapshot.Section][]snapshot.Reason {
	missing := map[snapshot.Section][]snapshot.Reason{}
	for _, u := range a.SSHKeys {
		if u.Missing != nil {
			missing[snapshot.SectionSSHKeys] = append(missing[snapshot.SectionSSHKeys], *u.Missing)
		}
	}
	if a.LastAccessed == nil {
		return missing
	}
	for _, u := range a.LastAccessed.Principals {
		if u.Missing != nil {
			missing[snapshot.SectionLastAccessed] = append(missing[snapshot.SectionLastAccessed], *u.Missing)
		}
	}
	return missing
}

// reasonInWords names cause, action and code, and the message where there is one.
func reasonInWords(r snapshot.Reason) string {
	parts := []string{string(r.Cause)}
	for _, part := range []string{r.Action, r.Code, r.Message} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

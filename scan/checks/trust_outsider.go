package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// readsEverything returns the role's AWS managed policies that read all services.
func readsEverything(r *snapshot.Role) []string {
	var names []string
	for _, a := range r.Attached {
		key := attachmentKey(a.ARN)
		if key == "aws:policy/ReadOnlyAccess" || key == "aws:policy/job-function/ViewOnlyAccess" {
			names = append(names, a.Name)
		}
	}
	return distinct(names)
}

// outsiders returns who outside the organization gets in, sorted: accounts by id, or everybody.
func outsiders(p *Pass, t *trustPolicy) []string {
	var who []string
	for i := range t.grants {
		g := &t.grants[i]
		for _, id := range sortedIDs(letIn(p, g), party.outside) {
			who = append(who, "account "+id)
		}
		if g.open() && len(g.keepsStrangersOut()) == 0 {
			who = append(who, "everybody")
		}
	}
	return slices.Compact(distinct(who))
}

// lastWord is the id, or everybody.
func lastWord(text string) string { return text[strings.LastIndex(text, " ")+1:] }

package checks

import (
	"github.com/orgscan/orgscan/scan/policy"
)

// pointless returns the conditions that are useless or lapsed and why, in sorted order. One that lapsed makes the whole
// statement harmless.
func pointless(p *Pass, s *policy.Statement) (names, whys []string, worst bearing) {
	for _, c := range judgeConditions(p.Now(), s) {
		if c.why != "" {
			names, whys, worst = append(names, c.name()), append(whys, c.why), max(worst, c.bearing)
		}
	}
	return distinct(names), distinct(whys), worst
}

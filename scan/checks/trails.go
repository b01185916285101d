package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// noChosenRegion is the reason of checks that look into Regions when there is none to look into.
const noChosenRegion = "none of the chosen Regions is on in the account"

// notJudged is the reason when the account that could tell is not swept.
var notJudged = snapshot.Reason{Cause: findings.NotCollected, Action: "cloudtrail:GetTrailStatus"}

// sortTrails returns the account's own trails and, if there is one, a trail of the organization that belongs to another
// account.
func sortTrails(p *Pass) (own []snapshot.Trail, foreign *snapshot.Trail) {
	for _, t := range p.Account.Trails.Trails {
		switch {
		case t.Owner() == p.Account.ID:
			own = append(own, t)
		case t.Organization && (foreign == nil || t.ARN < foreign.ARN):
			foreign = &t
		}
	}
	return own, foreign
}

// recorded reports whether the trails that are on record reading and writing management events between them.
func recorded(trails []snapshot.Trail) bool {
	reads, writes := false, false
	for _, t := range trails {
		reads, writes = reads || t.Logging && t.Reads, writes || t.Logging && t.Writes
	}
	return reads && writes
}

// judgedElsewhere reports whether the run looks at an account.
func judgedElsewhere(p *Pass, account string) bool {
	a := p.Org.Account(account)
	return a != nil && a.Skip == ""
}

func failTrails(p *Pass, own []snapshot.Trail) {
	o := p.Fail(p.Account.RootARN(), "no trail of all Regions records every management event")
	var lines []string
	for _, t := range own {
		lines = append(lines, t.Name+": "+trailInWords(t))
	}
	if len(lines) > 0 {
		o.Evidence("trails", strings.Join(distinct(lines), "; "))
	}
}

func trailInWords(t snapshot.Trail) string {
	switch {
	case !t.Logging:
		return "off"
	case t.Reads:
		return "reading events only"
	case t.Writes:
		return "writing events only"
	}
	return "no management events"
}

// regionsWithout returns the scanned Regions that are not among those given, sorted.
func regionsWithout(p *Pass, given map[string]bool) []string {
	var bare []string
	for _, region := range p.Account.Regions.Scanned() {
		if !given[region] {
			bare = append(bare, region)
		}
	}
	return distinct(bare)
}

func yesOrNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

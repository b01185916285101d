package scan

import (
	"cmp"
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/checks"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// judge judges the organization, and then the run with what became of the exceptions. The findings of each check go to a
// spool of its own, so that those of one check at a time are in memory.
func (s *sweep) judge(coverage []findings.Coverage) error {
	reasons := map[string][]findings.CoverageReason{}
	for _, c := range coverage {
		reasons[c.Account] = c.Reasons
	}
	if err := s.judgeWith(s.Params, (*checks.Check).OrgWide, reasons); err != nil {
		return err
	}
	params := *s.Params
	params.Exceptions = s.Exceptions.inRun(coverage)
	return s.judgeWith(&params, func(c *checks.Check) bool { return c.OfRun }, reasons)
}

// judgeWith runs the checks that are meant.
func (s *sweep) judgeWith(params *checks.Params, meant func(*checks.Check) bool, reasons map[string][]findings.CoverageReason) error {
	selected := slices.DeleteFunc(slices.Clone(s.Plan.Checks), func(c *checks.Check) bool { return !meant(c) })
	for c, found := range checks.Judge(selected, s.Organization, params, s.extracts.byCheck) {
		if err := s.Directory.spool(c.ID, s.settle(c, found, reasons)); err != nil {
			return err
		}
	}
	return nil
}

// settle applies settings and exceptions to what one check says of several accounts, and keeps the order of accounts. Where it
// is off, one line that says so takes the place of an account's.
func (s *sweep) settle(c *checks.Check, all []findings.Finding, reasons map[string][]findings.CoverageReason) []findings.Finding {
	var out []findings.Finding
	for i := range all {
		line := all[i : i+1]
		account := line[0].Account
		settings := s.settings(account)
		if reason, off := settings.Off[c.ID]; off {
			if n := len(out); n == 0 || out[n-1].Account != account {
				out = append(out, checks.TurnedOff(c, s.Organization, account, reason))
			}
			continue
		}
		settings.Rank(line)
		s.Exceptions.apply(line, slices.Concat(reasons[account], s.missing))
		out = append(out, line[0])
	}
	return out
}

// homeOf returns the account that the organization as a whole belongs to.
func homeOf(o *snapshot.Organization) string { return cmp.Or(o.ManagementID, o.CallerAccount) }

package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// Settings are what one account is judged by.
type Settings struct {
	Params *Params
	// Severity replaces the severity of every finding of a check, by the check's id.
	Severity map[string]findings.Severity
	// Off says why a check is not asked of the account, by the check's id.
	Off map[string]string
}

// Rank replaces the severities of findings. It keeps their order, of which the severity is no part.
func (s *Settings) Rank(all []findings.Finding) {
	for i := range all {
		if severity, ok := s.Severity[all[i].Check]; ok {
			all[i].Severity = severity
		}
	}
}

// TurnedOff is the line of a check that the configuration does not ask of an account: visible, so that nobody takes its
// silence for a PASS.
func TurnedOff(c *Check, org *snapshot.Organization, account, reason string) findings.Finding {
	return orgStamp(c, org, account).summary(findings.NotApplicable, 0, []string{reason})
}

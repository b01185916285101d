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

// sshGaps reports the users whose SSH keys could not be read, one line for each reason, and returns their number.
func sshGaps(p *Pass) int {
	count, total := map[snapshot.Reason]int{}, 0
	for _, u := range p.Account.SSHKeys {
		if u.Missing != nil {
			count[snapshot.Reason{Cause: u.Missing.Cause, Action: u.Missing.Action, Code: u.Missing.Code}]++
			total++
		}
	}
	for r, n := range count {
		p.Unknown(p.Account.RootARN(), r, "%s of %s: %s", snapshot.SectionSSHKeys, quantity(n, "user", "users"), reasonInWords(r)).
			Detail(strings.Join([]string{string(snapshot.SectionSSHKeys), string(r.Cause), r.Action, r.Code}, "/"))
	}
	return total
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

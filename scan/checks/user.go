package checks

import (
	"strconv"
	"time"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// noReportedUsers is said of accounts whose credential report holds the root user alone. Users made after the report are
// not in it, so it does not claim that there are none.
const noReportedUsers = "the credential report names no IAM users"

// unreported is why a user cannot be judged when a value is absent from a report that could be read.
var unreported = snapshot.Reason{Cause: findings.Error, Action: "iam:GetCredentialReport"}

// eachUser calls judge for every IAM user of the credential report. The root user's row is no IAM user: it has checks of
// its own.
func eachUser(p *Pass, judge func(*snapshot.Credential)) {
	rows := p.Credentials()
	for i := range rows {
		if !rows[i].IsRoot() {
			judge(&rows[i])
		}
	}
}

// eachConsoleUser calls judge for every user with a console password.
func eachConsoleUser(p *Pass, judge func(*snapshot.Credential)) {
	eachUser(p, func(u *snapshot.Credential) {
		switch u.PasswordEnabled {
		case snapshot.TriTrue:
			judge(u)
		case snapshot.TriFalse:
			p.NotApplicable(u.ARN, "no console password")
		case snapshot.TriUnknown:
			passwordUnreported(p, u)
		}
	})
}

func passwordUnreported(p *Pass, u *snapshot.Credential) {
	p.Unknown(u.ARN, unreported, "the credential report does not say whether the user has a console password")
}

// lastUse writes when something was last used, for evidence.
func lastUse(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return date(t)
}

// quantity writes a number and its noun: "1 policy", "2 policies".
func quantity(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

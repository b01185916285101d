package checks

import (
	"slices"
	"strconv"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// eachLiveUser joins the report's rows with the users that exist: the report is up to four hours old, the list of users is
// not. It judges the rows whose user is still there.
func eachLiveUser(p *Pass, judge func(*Pass, *snapshot.Credential)) {
	rows := map[string]*snapshot.Credential{}
	eachUser(p, func(u *snapshot.Credential) { rows[u.User] = u })
	for i := range p.Account.Users {
		u := &p.Account.Users[i]
		row := rows[u.Name]
		delete(rows, u.Name)
		switch {
		case newerThanReport(p, u):
			p.NotApplicable(u.ARN, "newer than the credential report")
		case row == nil:
			p.Unknown(u.ARN, unreported, "the credential report has no row for a user who is older than it")
		default:
			judge(p, row)
		}
	}
	for _, row := range rows {
		p.NotApplicable(row.ARN, "deleted since the credential report")
	}
}

// newerThanReport is also true for a user who was deleted and made again under the same name: the row is the old one's.
// Nobody is known to be newer than a report of unknown date.
func newerThanReport(p *Pass, u *snapshot.User) bool {
	report := p.Account.CredentialReport
	return report != nil && !report.Generated.IsZero() && u.Created.After(report.Generated)
}

// holdsServiceCredential reports whether a service-specific credential of the user works.
func holdsServiceCredential(p *Pass, user string) bool {
	return slices.ContainsFunc(p.Account.ServiceCredentials, func(c snapshot.ServiceSpecificCredential) bool {
		return c.User == user && works(p, c)
	})
}

// judgeSSHKeys has the last word on a user who holds nothing else. What is not known of one user does not concern the
// others.
func judgeSSHKeys(p *Pass, u *snapshot.Credential) {
	i := slices.IndexFunc(p.Account.SSHKeys, func(k snapshot.UserSSHKeys) bool { return k.User == u.User })
	if i < 0 {
		reason := snapshot.Reason{Cause: findings.NotCollected, Action: "iam:ListSSHPublicKeys"}
		p.Unknown(u.ARN, reason, "nobody asked whether the user, who has no other credentials, holds an SSH key")
		return
	}
	ssh := p.Account.SSHKeys[i]
	switch {
	case ssh.Missing != nil:
		p.Unknown(u.ARN, *ssh.Missing, "has no other credentials; whether the user holds an SSH key could not be read")
	case slices.ContainsFunc(ssh.Keys, func(k snapshot.SSHKey) bool { return k.Status == "Active" }):
		p.OK(u.ARN)
	default:
		p.Fail(u.ARN, "created %s, has no password and no active access key, SSH key, certificate or service-specific credential", date(u.Created)).
			Evidence("inactive access keys", strconv.Itoa(len(heldKeys(u))))
	}
}

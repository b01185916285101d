package snapshot

import "time"

// reportLag is how old a user must be when the report is made to be surely in it: IAM's own copies agree only after a
// while, and making the report takes time too.
const reportLag = 10 * time.Minute

// ReportIsWhole reports whether the credential report holds every user who is older than it, so far as the principals
// tell: a report that was cut off between two rows still parses, and whoever is not in it would pass. Without a report it
// is false.
func (a *Account) ReportIsWhole() bool {
	if a.CredentialReport == nil {
		return false
	}
	rows, err := ParseCredentialReport(a.CredentialReport.Raw)
	return err == nil && reportsAll(rows, a.Users, a.CredentialReport.Generated.Add(-reportLag))
}

// reportsAll reports whether the rows hold every user created before a time. A user who was renamed since is there under
// the old name, with the same creation date.
func reportsAll(rows []Credential, users []User, before time.Time) bool {
	known := map[string]bool{}
	for i := range users {
		known[users[i].Name] = true
	}
	reported, former := map[string]bool{}, map[int64]int{}
	for i := range rows {
		reported[rows[i].User] = true
		if !known[rows[i].User] && !rows[i].IsRoot() {
			former[rows[i].Created.Unix()]++
		}
	}
	for i := range users {
		u := &users[i]
		if reported[u.Name] || !u.Created.Before(before) {
			continue
		}
		created := u.Created.Unix()
		if former[created] == 0 {
			return false
		}
		former[created]--
	}
	return true
}

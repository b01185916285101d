package scan_test

import (
	"cmp"
	"slices"

	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// attestation is the check that asks a person about every account in which it finds nothing wrong.
const attestation = "account-contact-details-missing"

// attestations are its lines for the accounts that are swept and have no line of their own.
func attestations(o *fixtures.Organization, expected []fixtures.Expected) []line {
	lost := lostSections(expected)
	var lines []line
	for _, a := range o.Accounts {
		_, unread := lost[a.ID][snapshot.SectionContacts]
		_, unreached := lost[a.ID][everything]
		found := slices.ContainsFunc(expected, func(e fixtures.Expected) bool { return e.Account == a.ID && e.Check == attestation })
		if unread || unreached || found || cmp.Or(a.State, a.Status, "ACTIVE") != "ACTIVE" {
			continue
		}
		lines = append(lines, line{
			Account: a.ID, Status: "MANUAL", Severity: "info", Check: attestation, Resource: "arn:aws:iam::" + a.ID + ":root",
		})
	}
	return lines
}

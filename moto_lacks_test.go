package main

import (
	"maps"
	"slices"
	"testing"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan"
)

// motoLacks are the checks of accounts that cannot be judged with moto, and the actions that it does not implement.
var motoLacks = map[string][]string{
	"account-contact-details-missing":    {"account:GetContactInformation"},
	"account-contact-duplicate":          {"account:GetContactInformation"},
	"account-region-optin-unapproved":    {"account:ListRegions"},
	"account-security-contact-missing":   {"account:GetContactInformation"},
	"delegation-request-open":            {"iam:GetOutboundWebIdentityFederationInfo"},
	"outbound-federation-enabled":        {"iam:GetOutboundWebIdentityFederationInfo"},
	"user-service-credential-long-lived": {"iam:ListServiceSpecificCredentials"},
	"user-without-credentials":           {"iam:ListServiceSpecificCredentials"},
	"coverage-data-partial": {
		"account:GetContactInformation", "account:ListRegions", "iam:GetOutboundWebIdentityFederationInfo", "iam:ListServiceSpecificCredentials",
	},
}

// motoLacksOfOrganization are those of the management account alone.
var motoLacksOfOrganization = map[string][]string{
	"org-billing-transfer-external":      {"organizations:ListOutboundResponsibilityTransfers"},
	"root-credentials-in-member-account": {"iam:ListOrganizationsFeatures"},
}

// unimplemented: what moto does not answer is unknown, names the action and never passes.
func (m *motoServer) unimplemented(t *testing.T, d *scan.Directory) {
	seen := map[string]bool{}
	for _, f := range findingsOf(t, d) {
		actions := slices.Concat(motoLacks[f.Check], motoLacksOfOrganization[f.Check])
		if len(actions) == 0 {
			continue
		}
		seen[f.Account+" "+f.Check] = true
		if f.Status != findings.Unknown || !slices.Contains(actions, f.Unknown.Action) || f.Unknown.Cause != findings.Error {
			t.Errorf("%s cannot be known without %s, but: %s", f.Check, actions, encoded(t, f))
		}
	}
	var want []string
	for check := range motoLacksOfOrganization {
		want = append(want, m.Management+" "+check)
	}
	for _, a := range m.Accounts {
		for check := range motoLacks {
			want = append(want, a.ID+" "+check)
		}
	}
	sameLines(t, "unknown", want, slices.Collect(maps.Keys(seen)))
}

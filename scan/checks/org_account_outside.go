package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "org-account-outside", Group: "org", Severity: findings.Medium,
		Title:      "an expected account is not in the organization",
		Why:        "No control policy, log or sweep of the organization reaches it.",
		Fix:        "Invite the account into the organization, or take it from expected_accounts.",
		Blind:      "Accounts that nobody expects.",
		References: []string{"https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_invites.html", "https://docs.aws.amazon.com/config/latest/developerguide/account-part-of-organizations.html"},
		Since:      "0.1.0",
	},
	OrgNeeds: []snapshot.Section{snapshot.SectionAccounts},
	Judge: func(p *OrgPass) {
		for _, id := range distinct(slices.Clone(p.Params.ExpectedAccounts)) {
			member := func(a snapshot.OrgAccount) bool { return a.ID == id }
			if slices.ContainsFunc(p.Org.Accounts, member) {
				p.OK()
				continue
			}
			p.Fail(p.Org.ManagementID, p.root(id), "account %s is not a member", id)
		}
		if len(p.Params.ExpectedAccounts) == 0 {
			p.NotApplicable("expected_accounts is not configured")
		}
	},
})

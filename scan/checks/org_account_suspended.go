package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "org-account-suspended", Group: "org", Severity: findings.Info,
		Title: "accounts that are not active are still listed",
		Why: "They cannot be looked at. Until they are gone, roles elsewhere that trust them would trust whoever " +
			"revives them.",
		Fix:        "Close what is no longer needed, remove the trusts into it, and note why an account is suspended.",
		Blind:      "Accounts that are gone from the list, and which roles trust the accounts.",
		References: []string{"https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html"},
		Since:      "0.1.0",
	},
	OrgNeeds: []snapshot.Section{snapshot.SectionAccounts},
	Judge: func(p *OrgPass) {
		for _, a := range p.Org.Accounts {
			switch {
			case inactiveAccount(a.State):
				p.Fail(a.ID, p.root(a.ID), "the account is %s", a.State)
			case a.Skip == "":
				p.OKIn(a.ID)
			}
		}
	},
})

// inactiveAccount reports whether nobody can work in an account of that state. One that is not told counts as active.
func inactiveAccount(s snapshot.AccountState) bool {
	switch s {
	case snapshot.StateSuspended, snapshot.StatePendingClosure, snapshot.StateClosed, snapshot.StatePendingActivation:
		return true
	default:
		return false
	}
}

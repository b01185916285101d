package checks

import "github.com/orgscan/orgscan/findings"

var _ = register(Check{
	Rule: findings.Rule{
		ID: "chain-tier-inversion", Group: "chain", Severity: findings.High,
		Title: "an account of a higher tier trusts one of a lower",
		Why:   "What is guarded less decides about what is guarded more: an experiment's credentials open production.",
		Fix:   "Turn the trust around, so that the higher tier reaches into the lower, or move the role to an account of its own tier.",
		Blind: "Accounts without a tier in the accounts file, or with one that tiers does not list. Tags of principals in conditions.",
		References: []string{
			"https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/design-principles-for-your-multi-account-strategy.html",
		},
		Since: "0.1.0",
	},
	Needs: accessNeeds, OrgNeeds: pathOrgNeeds, OrgUses: pathUses, NoSubject: "no accounts",
	Extract: pathExtract,
	Judge:   judgeTiers,
})

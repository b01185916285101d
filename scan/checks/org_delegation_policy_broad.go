package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "org-delegation-policy-broad", Group: "org", Severity: findings.High,
		Title: "the delegation policy lets too many change policies",
		Why:   "Whoever may change control policies can lift every guardrail, or lock everybody out.",
		Fix: "Name in the organization's resource policy only the accounts that administer policies, and list them " +
			"in approved_policy_admins.",
		Blind: "What principals of the named accounts are allowed by their own policies. Conditions other than the " +
			"type of policy.",
		References: []string{"https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html"},
		Since:      "0.1.0",
	},
	OrgNeeds: []snapshot.Section{snapshot.SectionResourcePolicy, snapshot.SectionAccounts},
	Judge:    judgeDelegationPolicy,
})

package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "mgmt-member-trust", Group: "mgmt", Severity: findings.High,
		Title: "the management account trusts a member account",
		Why: "An intruder in the member account climbs to the account that rules all others: where no control " +
			"policy binds.",
		Fix: "Delegate the task to a member account instead, delete the trust, or add the account to " +
			"management_trusted_members.",
		Blind: "What the role may do, and paths over more than one role. Without the list nothing is judged, only " +
			"shown.",
		References: []string{"https://docs.aws.amazon.com/organizations/latest/userguide/orgs_best-practices_mgmt-acct.html", roleForUserPage},
		Since:      "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionPrincipals},
	OrgNeeds:  []snapshot.Section{snapshot.SectionAccounts},
	Scope:     managementOnly,
	NoSubject: "no roles",
	Eval: func(p *Pass) {
		var undecided []string
		judgeManagementTrusts(p, func(r *snapshot.Role, d *policy.Document, who string) bool {
			switch {
			case who != everyMember && (who == anyAccount || who == p.Account.ID || !isMemberAccount(p.Org, who)):
				return false
			case p.Params.ManagementTrustedMembers == nil:
				undecided = append(undecided, r.Name+" by "+who)
				return true
			case slices.Contains(p.Params.ManagementTrustedMembers, who):
				return false
			}
			p.Fail(r.ARN, "%s may assume the role", accountName(who)).Detail(who).Policy(d)
			return true
		})
		inventoryOfTrusts(p, distinct(undecided))
	},
})

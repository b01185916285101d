package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const roleForUserPage = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user.html"

var _ = register(Check{
	Rule: findings.Rule{
		ID: "mgmt-external-trust", Group: "mgmt", Severity: findings.Critical,
		Title: "the management account trusts an account outside",
		Why: "Whoever controls that account, or whoever takes it over, stands in the account that rules all " +
			"others.",
		Fix: "Give the outside party a role in a member account, and delete the trust.",
		Blind: "Federated identities and services. Conditions other than on the organization and the principal's " +
			"account. Whether a vendor checks whose ExternalId it sends.",
		References: []string{"https://docs.aws.amazon.com/organizations/latest/userguide/orgs_best-practices_mgmt-acct.html", roleForUserPage},
		Since:      "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionPrincipals, snapshot.SectionManagedDocuments},
	OrgNeeds:  []snapshot.Section{snapshot.SectionAccounts},
	Scope:     managementOnly,
	NoSubject: "no roles",
	Eval: func(p *Pass) {
		judgeManagementTrusts(p, func(r *snapshot.Role, d *policy.Document, who string) bool {
			if who != anyAccount && isMemberAccount(p.Org, who) || who == everyMember {
				return false
			}
			o := p.Fail(r.ARN, "%s may assume the role", accountName(who)).Detail(who).Policy(d)
			if vendor := boundVendor(p, r, who); vendor != "" {
				o.At(findings.Medium).Evidence("vendor", vendor).Evidence("limited by", "an ExternalId and permissions that only read")
			}
			return true
		})
	},
})

// boundVendor returns the name of the vendor whose account it is, when everything that lets it into the role asks for an
// ExternalId and the role can do nothing but read; otherwise "".
func boundVendor(p *Pass, r *snapshot.Role, account string) string {
	y := partyOf(p, account)
	if y.kind != vendorAccount || !readsOnly(p, r) {
		return ""
	}
	for i, t := 0, p.trust(r); i < len(t.grants); i++ {
		g := &t.grants[i]
		if _, in := letIn(p, g)[account]; (in || g.open()) && !asksExternalID(g) {
			return ""
		}
	}
	return y.name
}

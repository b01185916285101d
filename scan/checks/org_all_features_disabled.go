package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "org-all-features-disabled", Group: "org", Severity: findings.High,
		Title: "the organization has consolidated billing only",
		Why: "Without all features there are no control policies: every administrator of a member account answers " +
			"to nobody.",
		Fix:        "Enable all features of the organization; every invited account has to agree.",
		Blind:      "Accounts outside the organization.",
		References: []string{"https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_org_support-all-features.html"},
		Since:      "0.1.0",
	},
	OrgNeeds: []snapshot.Section{snapshot.SectionOrganization},
	Judge: func(p *OrgPass) {
		switch p.Org.FeatureSet {
		case "ALL":
			p.OK()
		case "":
			reason := snapshot.Reason{Cause: findings.Error, Action: "organizations:DescribeOrganization"}
			p.Unknown(p.Org.ManagementID, p.organization(), reason, "AWS does not tell the feature set")
		default:
			p.Fail(p.Org.ManagementID, p.organization(), "the feature set is %s, not ALL", p.Org.FeatureSet)
		}
	},
})

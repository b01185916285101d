package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "xacct-outlier-account", Group: "chain", Severity: findings.Low, OffByDefault: true,
		Title: "account differs from nearly all others of the organization",
		Why: "Accounts that a baseline passed over, or that somebody changed by hand, are where controls are missing that " +
			"everybody takes for granted.",
		Fix: "Bring the account under the baseline of the others, or note in an exception why it differs.",
		Blind: "Whether the difference is meant: one to the safest side is reported as info. What nearly all accounts do wrong, " +
			"what few of them share, and the documents of roles, policies and SAML providers of the same name. The management account.",
		References: []string{
			leastPrivilege, "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/aws-account-management-and-separation.html",
		},
		Since: "0.1.0",
	},
	Needs: []snapshot.Section{
		snapshot.SectionCredentialReport, snapshot.SectionPrincipals, snapshot.SectionSummary, snapshot.SectionPasswordPolicy,
		snapshot.SectionSAML,
	},
	NoSubject: "too few accounts to tell what most of them have",
	Scope: func(o *snapshot.Organization, _ *Params, account string) string {
		if account == o.ManagementID {
			return "the management account differs from the others by design"
		}
		return ""
	},
	Extract: holdings,
	Judge: func(p *OrgPass) {
		if len(p.Extracts) < p.Params.OutlierMinAccounts {
			return
		}
		for i, t := range accountTraits {
			judgeTrait(p, t.name, i)
		}
		passQuietly(p)
	},
})

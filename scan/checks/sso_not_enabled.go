package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "sso-not-enabled", Group: "sso", Severity: findings.Low,
		Title: "the organization does not use IAM Identity Center",
		Why:   "Without one place for people, each account has users of its own, whom nobody removes when they leave.",
		Fix:   "Enable IAM Identity Center for the organization, connect the directory, and give permission sets to groups.",
		Blind: "Whether people use it, or come through another identity provider, which may be as good.",
		References: []string{
			"https://docs.aws.amazon.com/singlesignon/latest/userguide/get-set-up-for-idc.html", leastPrivilege,
		},
		Since: "0.1.0",
	},
	Needs: needsPrincipals, OrgNeeds: needsIdentityCenter,
	Scope: func(o *snapshot.Organization, _ *Params, _ string) string {
		if o.IdentityCenter != nil && o.IdentityCenter.Instance != nil {
			return "the organization has an instance of IAM Identity Center"
		}
		return ""
	},
	Extract: extractHomeRegion,
	Judge:   judgeInstance,
})

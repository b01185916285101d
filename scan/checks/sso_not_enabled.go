package checks

import (
	"strings"

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

// extractHomeRegion keeps the home Region that the path of a permission set's role names; empty without such a role.
func extractHomeRegion(p *Pass) any {
	for i := range p.Account.Roles {
		if r := &p.Account.Roles[i]; identityCenter(r) {
			region := strings.Trim(strings.TrimPrefix(r.Path, "/aws-reserved/sso.amazonaws.com"), "/")
			return orElse(region, "us-east-1")
		}
	}
	return ""
}

// judgeInstance never says that there is no instance while an account has a role that only an instance can make.
func judgeInstance(p *OrgPass) {
	if i := p.Org.IdentityCenter.Instance; i != nil {
		if i.Status == "ACTIVE" || i.Status == "CREATE_IN_PROGRESS" {
			p.OK()
			return
		}
		p.Fail(p.Org.ManagementID, p.organization(), "the instance of IAM Identity Center in %s is not active", i.Region).
			Evidence("status", i.Status)
		return
	}
	var accounts, regions []string
	for _, e := range p.Extracts {
		if region := e.Value.(string); region != "" { //nolint:errcheck // extractHomeRegion made it
			accounts, regions = append(accounts, e.Account), append(regions, region)
		}
	}
	if len(accounts) == 0 {
		p.Fail(p.Org.ManagementID, p.organization(), "no Region has an instance of IAM Identity Center for the organization")
		return
	}
	p.Unknown(p.Org.ManagementID, p.organization(), noInstanceFound, "no instance was found, but accounts have roles that one made").
		Evidence("home Region by those roles", strings.Join(distinct(regions), ", ")).Evidence("accounts", named(accounts))
}

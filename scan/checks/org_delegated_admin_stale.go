package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "org-delegated-admin-stale", Group: "org", Severity: findings.Medium,
		Title: "a delegation is left over",
		Why: "Nobody watches what is no longer used: the right stays, and whoever revives the account or the " +
			"service finds it.",
		Fix: "Deregister the delegated administrator, move it to an account in security_ous, or enable trusted " +
			"access for its service again.",
		Blind:      "Whether the service is used. Where delegated administrators belong, unless security_ous says so.",
		References: []string{"https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_delegated_admin.html"},
		Since:      "0.1.0",
	},
	OrgNeeds: []snapshot.Section{snapshot.SectionDelegations, snapshot.SectionAccounts, snapshot.SectionTrustedAccess},
	Judge: func(p *OrgPass) {
		for _, d := range p.Org.Delegations {
			why := staleDelegation(p, d)
			if why == "" {
				p.OKIn(d.Account)
				continue
			}
			p.Fail(d.Account, p.root(d.Account), "delegated administrator of %s, but %s", d.Service, why).Detail(d.Service)
		}
		if len(p.Org.Delegations) == 0 {
			p.NotApplicable("no account is delegated administrator")
		}
	},
})

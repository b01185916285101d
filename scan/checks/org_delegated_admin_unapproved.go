package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "org-delegated-admin-unapproved", Group: "org", Severity: findings.High,
		Title: "an account is delegated administrator without approval",
		Why: "A delegated administrator acts on every account through the service: with some services, that is as " +
			"good as the management account.",
		Fix:        "Deregister the delegated administrator, or add it to approved_delegated_admins.",
		Blind:      "What a service lets its delegated administrator do. Without the list nothing is judged, only shown.",
		References: []string{"https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_delegated_admin.html"},
		Since:      "0.1.0",
	},
	OrgNeeds: []snapshot.Section{snapshot.SectionDelegations},
	Judge: func(p *OrgPass) {
		if p.Params.ApprovedDelegatedAdmins == nil {
			p.inventory("approved_delegated_admins", delegationNames(p.Org.Delegations))
			return
		}
		for _, d := range p.Org.Delegations {
			if approvedDelegation(p.Params.ApprovedDelegatedAdmins, d) {
				p.OKIn(d.Account)
				continue
			}
			p.Fail(d.Account, p.root(d.Account), "delegated administrator of %s", d.Service).Detail(d.Service)
		}
		if len(p.Org.Delegations) == 0 {
			p.OK()
		}
	},
})

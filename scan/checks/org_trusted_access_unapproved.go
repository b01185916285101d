package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "org-trusted-access-unapproved", Group: "org", Severity: findings.Low,
		Title:      "a service has trusted access without approval",
		Why:        "Trusted access lets a service make roles in every account and act there.",
		Fix:        "Disable the service's trusted access from its own console, or add it to approved_trusted_access.",
		Blind:      "What a service does with its access. Without the list nothing is judged, only shown.",
		References: []string{"https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services.html"},
		Since:      "0.1.0",
	},
	OrgNeeds: []snapshot.Section{snapshot.SectionTrustedAccess},
	Judge: func(p *OrgPass) {
		if p.Params.ApprovedTrustedAccess == nil {
			p.inventory("approved_trusted_access", serviceNames(p.Org.TrustedAccess))
			return
		}
		for _, s := range p.Org.TrustedAccess {
			if slices.Contains(p.Params.ApprovedTrustedAccess, s.Service) {
				p.OK()
				continue
			}
			p.Fail(p.Org.ManagementID, p.organization(), "%s has trusted access", s.Service).Detail(s.Service)
		}
		if len(p.Org.TrustedAccess) == 0 {
			p.OK()
		}
	},
})

package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "org-scp-disabled", Group: "org", Severity: findings.High,
		Title: "service control policies are off",
		Why: "Nothing restrains the administrators of member accounts: no policy keeps them in the organization, " +
			"in your regions or away from the logs.",
		Fix:        "Enable service control policies on the root, then attach guardrails.",
		Blind:      "What the policies deny: other checks ask that.",
		References: []string{scpPage},
		Since:      "0.1.0",
	},
	OrgNeeds: []snapshot.Section{snapshot.SectionOUs},
	Judge: func(p *OrgPass) {
		status, told := p.Org.PolicyTypes[serviceControl]
		switch {
		case status == "ENABLED":
			p.OK()
		case told:
			p.Fail(p.Org.ManagementID, p.nodeARN(p.Org.RootID), "service control policies are %s on the root", status)
		default:
			p.Fail(p.Org.ManagementID, p.nodeARN(p.Org.RootID), "service control policies are not enabled on the root")
		}
	},
})

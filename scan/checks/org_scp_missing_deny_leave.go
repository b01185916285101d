package checks

import (
	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "org-scp-missing-deny-leave", Group: "org", Severity: findings.Medium,
		Title: "accounts can leave the organization",
		Why: "Whoever is administrator of a member account can take it out of the organization, and with that out " +
			"of every policy, log and audit of yours.",
		Fix: "Attach a service control policy to the root that denies organizations:LeaveOrganization.",
		Blind: "Only what a request's principal, account and the guard's own keys tell: a Deny under any other " +
			"condition counts as none.",
		References: []string{scpExamplesPage, scpEvaluation},
		Since:      "0.1.0",
	},
	CausedBy: []string{"org-account-without-scp"},
	OrgNeeds: controlNeeds,
	Judge:    func(p *OrgPass) { judgeGuard(p, leaveGuard) },
})

var leaveGuard = guardrail{
	requirements: []requirement{{what: "organizations:LeaveOrganization", actions: []string{"organizations:LeaveOrganization"}}},
	principals:   everybody,
}

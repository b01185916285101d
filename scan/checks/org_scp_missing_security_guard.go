package checks

import (
	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "org-scp-missing-security-guard", Group: "org", Severity: findings.Medium,
		Title: "security services can be turned off in member accounts",
		Why: "The first thing an intruder with rights does is to blind those who watch: stop the trail, the " +
			"recorder and the detectors.",
		Fix: "Attach a service control policy to the root that denies stopping and deleting the trails, recorders, " +
			"detectors, hubs and analyzers, with an exemption for the role that manages them.",
		Blind: "Only what a request's principal, account and the guard's own keys tell: a Deny under any other " +
			"condition counts as none. Whether the resources that a Deny names are those in use, and whether the " +
			"services are on at all.",
		References: []string{scpExamplesPage, scpEvaluation},
		Since:      "0.1.0",
	},
	CausedBy: []string{"org-account-without-scp"},
	OrgNeeds: controlNeeds,
	Judge:    func(p *OrgPass) { judgeGuard(p, securityGuard) },
})

var securityGuard = guardrail{
	act: "turning off ",
	requirements: []requirement{
		{what: "CloudTrail", actions: []string{"cloudtrail:StopLogging", "cloudtrail:DeleteTrail"}},
		{what: "Config", actions: []string{"config:StopConfigurationRecorder", "config:DeleteConfigurationRecorder"}},
		{what: "GuardDuty", actions: []string{"guardduty:DeleteDetector"}},
		{what: "Security Hub", actions: []string{"securityhub:DisableSecurityHub"}},
		{what: "Access Analyzer", actions: []string{"access-analyzer:DeleteAnalyzer"}},
	},
	principals: ordinary,
	narrow:     true,
}

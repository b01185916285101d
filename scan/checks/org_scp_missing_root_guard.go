package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "org-scp-missing-root-guard", Group: "org", Severity: findings.Medium,
		Title: "root users of member accounts are not restrained",
		Why: "A root user passes every policy of its account. Whoever resets its password by e-mail owns the " +
			"account, unless the organization denies it everything.",
		Fix: "Attach a service control policy to the root that denies all actions to arn:aws:iam::*:root, with " +
			"Null aws:AssumedRoot true so that central root sessions still work.",
		Blind: "Only what a request's principal, account and the guard's own keys tell: a Deny under any other " +
			"condition counts as none. The tasks that no policy can deny to a root user.",
		References: []string{scpExamplesPage, rootCentral, scpEvaluation},
		Since:      "0.1.0",
	},
	CausedBy: []string{"org-account-without-scp"},
	OrgNeeds: controlNeeds,
	Needs:    []snapshot.Section{snapshot.SectionCredentialReport, snapshot.SectionSummary},
	Scope:    managementUnbound,
	Extract:  func(p *Pass) any { return holdingsOf(p) },
	Judge:    judgeRootGuard,
})

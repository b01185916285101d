package checks

import (
	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "org-scp-missing-federation-guard", Group: "org", Severity: findings.Low,
		Title: "identity providers can be added in member accounts",
		Why: "A provider of an intruder's own signs in as whom it likes, without a secret in the account and after " +
			"every password was changed.",
		Fix: "Attach a service control policy that denies making and changing SAML and OpenID Connect providers, " +
			"with an exemption for the role that manages them.",
		Blind: "Only what a request's principal, account and the guard's own keys tell: a Deny under any other " +
			"condition counts as none.",
		References: []string{scpExamplesPage, scpEvaluation},
		Since:      "0.1.0",
	},
	CausedBy: []string{"org-account-without-scp"},
	OrgNeeds: controlNeeds,
	Judge:    func(p *OrgPass) { judgeGuard(p, federationGuard) },
})

var federationGuard = guardrail{
	act: "adding or changing ",
	requirements: []requirement{
		{what: "OIDC providers", actions: []string{"iam:CreateOpenIDConnectProvider", "iam:AddClientIDToOpenIDConnectProvider"}},
		{what: "SAML providers", actions: []string{"iam:CreateSAMLProvider", "iam:UpdateSAMLProvider"}},
	},
	principals: ordinary,
}

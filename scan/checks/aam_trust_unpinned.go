package checks

import (
	"github.com/orgscan/orgscan/findings"
)

const accountAccessService = "account-access.amazonaws.com"

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "aam-trust-unpinned",
		Group:    "trust",
		Title:    "account access manager may use the role for another account",
		Severity: findings.High,
		Why:      "Without a source the service lets people of an account access manager elsewhere into the role.",
		Fix:      "Add StringEquals on aws:SourceAccount, or ArnLike on aws:SourceArn, with the manager's own account.",
		Blind:    "Who the entitlements of account access manager let in.",
		References: []string{
			externalIDPage, conditionKeyPage,
		},
		Since: "0.1.0",
	},
	Needs:     needsPrincipals,
	NoSubject: "no role trusts account access manager",
	Eval: func(p *Pass) {
		judgeService(p, accountAccessService, func(g *trustGrant) bool {
			return g.namesSource("aws:sourceaccount", "aws:sourcearn")
		}, "account access manager may assume the role for any account")
	},
})

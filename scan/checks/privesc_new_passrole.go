package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/access"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "privesc-new-passrole",
		Group:      "privesc",
		Title:      "principal can start something with a role that has all permissions",
		Severity:   findings.High,
		Why:        "What it starts runs with the role, and does what the principal may not.",
		Fix:        "Name under Resource of iam:PassRole the roles that it needs, none of them an administrator's, and the services under iam:PassedToService.",
		Blind:      privescBlind,
		References: []string{passRolePage},
		Since:      "0.1.0",
	},
	Needs: accessNeeds, OrgUses: accessUses,
	NoSubject: "no users and roles",
	Eval:      func(p *Pass) { judgeEscalation(p, access.NewPassRole) },
})

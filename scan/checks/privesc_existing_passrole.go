package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/access"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "privesc-existing-passrole",
		Group:      "privesc",
		Title:      "principal can take control of what may run with all permissions",
		Severity:   findings.Medium,
		Why:        "Where a function, instance or job runs with the role, whoever changes its code acts with the role's rights.",
		Fix:        "Limit the named statement by Resource to what the principal maintains, and give nothing that others can change an administrator's role.",
		Blind:      privescBlind,
		References: []string{escalationPage},
		Since:      "0.1.0",
	},
	Needs: accessNeeds, OrgUses: accessUses,
	NoSubject: "no users and roles",
	Eval:      func(p *Pass) { judgeEscalation(p, access.ExistingPassRole) },
})

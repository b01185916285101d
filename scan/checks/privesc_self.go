package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/access"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "privesc-self",
		Group:      "privesc",
		Title:      "principal can give itself all permissions",
		Severity:   findings.High,
		Why:        "Whoever gets hold of its credentials is an administrator one call later, whatever its policies look like.",
		Fix:        "Take the named statement away, or limit it by Resource to what the principal must change, never to itself, its groups or its own policies.",
		Blind:      privescBlind,
		References: []string{escalationPage, boundariesPage},
		Since:      "0.1.0",
	},
	Needs: accessNeeds, OrgUses: accessUses,
	NoSubject: "no users and roles",
	Eval:      func(p *Pass) { judgeEscalation(p, access.SelfEscalation) },
})

package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "privesc-principal-access",
		Group:      "privesc",
		Title:      "principal can take over one with all permissions",
		Severity:   findings.High,
		Why:        "It makes itself a key, a password or a trust of somebody else's, and goes on under that name.",
		Fix:        "Limit the named statement by Resource to the principals it is meant for, user/${aws:username} for self-service, and keep administrators out of them.",
		Blind:      privescBlind,
		References: []string{escalationPage},
		Since:      "0.1.0",
	},
	Needs: append(slices.Clip(accessNeeds), snapshot.SectionCredentialReport), OrgUses: accessUses,
	NoSubject: "no users and roles",
	Eval:      func(p *Pass) { judgeEscalation(p, access.PrincipalAccess) },
})

package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
)

const rolesAnywherePage = "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html"

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "rolesanywhere-trust-unpinned",
		Group:      "federation",
		Title:      "any certificate of any trust anchor can assume the role",
		Severity:   findings.High,
		Why:        "IAM Roles Anywhere lets in every certificate under every trust anchor of the account, test authorities included.",
		Fix:        "Require aws:SourceArn to be the trust anchor and aws:PrincipalTag/x509Subject/CN to be the workload.",
		Blind:      "Which certificates the anchor's authority signs, and profiles that narrow the session.",
		References: []string{rolesAnywherePage},
		Since:      "0.1.0",
	},
	Needs:     needsPrincipals,
	NoSubject: "no role trusts IAM Roles Anywhere",
	Eval: func(p *Pass) {
		judgeService(p, "rolesanywhere.amazonaws.com", func(g *trustGrant) bool {
			return g.namesSource("aws:sourcearn") || namesCertificate(g)
		}, "IAM Roles Anywhere may assume the role with any certificate of any trust anchor")
	},
})

// namesCertificate reports whether a condition asks for something that stands in the certificate.
func namesCertificate(g *trustGrant) bool {
	return slices.ContainsFunc(g.limits, func(l trustLimit) bool {
		_, ok := g.all(l.key, someText)
		return ok && strings.HasPrefix(l.key, "aws:principaltag/x509")
	})
}

package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "break-glass-unprotected", Group: "breakglass", Severity: findings.High,
		Title: "a break-glass user lacks hardware MFA or has access keys",
		Why: "The user may do everything and nobody uses it: a stolen password or key works for long before " +
			"anybody notices.",
		Fix:        "Register a hardware MFA device that is locked away, and delete the access keys.",
		Blind:      "Where device and password are kept. Roles, which have no credentials.",
		References: []string{breakGlassPage},
		Since:      "0.1.0",
	},
	Needs: []snapshot.Section{
		snapshot.SectionPrincipals, snapshot.SectionCredentialReport, snapshot.SectionVirtualMFA,
	},
	Scope: breakGlassScope,
	Eval: func(p *Pass) {
		eachBreakGlass(p, func(b breakGlassPrincipal) {
			if b.user == nil {
				p.NotApplicable(b.arn, "a role has no credentials")
				return
			}
			if row, ok := reportRow(p, b.user); ok {
				judgeBreakGlassProtection(p, row)
			}
		})
	},
})

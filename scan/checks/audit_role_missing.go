package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:           "audit-role-missing",
		Group:        "admin",
		Title:        "account has no role for auditors",
		Severity:     findings.Low,
		OffByDefault: true,
		Why:          "Whoever must look into the account then gets more than reading, or too late in an incident.",
		Fix:          "Put a role with SecurityAudit that the security team can assume into every account.",
		Blind:        "Roles that read as much by policies of their own, unless audit_policies names those, and who may assume the role.",
		References: []string{
			"https://docs.aws.amazon.com/aws-managed-policy/latest/reference/SecurityAudit.html", leastPrivilege,
		},
		Since: "0.1.0",
	},
	Needs: []snapshot.Section{snapshot.SectionPrincipals},
	Eval: func(p *Pass) {
		if hasAuditor(p) {
			p.OK(p.Account.RootARN())
			return
		}
		p.Fail(p.Account.RootARN(), "no role has %s", strings.Join(p.Params.AuditPolicies, " or "))
	},
})

// hasAuditor reports whether a role of the account has one of the policies for auditors.
func hasAuditor(p *Pass) bool {
	audits := func(at snapshot.AttachedPolicy) bool {
		return slices.Contains(p.Params.AuditPolicies, at.Name) || slices.Contains(p.Params.AuditPolicies, at.ARN)
	}
	return slices.ContainsFunc(p.Account.Roles, func(r snapshot.Role) bool { return slices.ContainsFunc(r.Attached, audits) })
}

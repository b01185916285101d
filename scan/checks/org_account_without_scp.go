package checks

import (
	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "org-account-without-scp", Group: "org", Severity: findings.High,
		Title: "accounts without any restricting control policy",
		Why: "Nothing stands above the administrators of such accounts: what they or an intruder allow themselves " +
			"is allowed.",
		Fix:        "Attach guardrails to the root or the unit. AWS's FullAWSAccess restrains nothing.",
		Blind:      "Whether the policies that are there deny what matters: the org-scp-missing checks ask that.",
		References: []string{scpPage, scpEvaluation},
		Since:      "0.1.0",
	},
	OrgNeeds: controlNeeds,
	Judge:    func(p *OrgPass) { judgeByNode(p, judgeRestraint, restraintReport(p)) },
})

func judgeRestraint(in inheritance) guardVerdict {
	if in.denials() || len(in.gaps()) > 0 {
		return guardVerdict{}
	}
	return guardVerdict{lack: "everything"}
}

func restraintReport(p *OrgPass) func(node) *Outcome {
	return func(n node) *Outcome {
		return p.Fail(p.placeOf(n), p.nodeARN(n.id), "no service control policy denies anything to %s", boundBy(p, n))
	}
}

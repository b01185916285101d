package checks

import "github.com/orgscan/orgscan/findings"

var _ = register(Check{
	Rule: findings.Rule{
		ID: "coverage-data-partial", Group: "coverage", Severity: findings.Medium,
		Title: "part of the account could not be read",
		Why: "Every check that needs the missing data is UNKNOWN, so that problems can hide where nobody looked; " +
			"a denied call may be somebody's intent.",
		Fix: "Grant the audit role the actions named, or exempt it from the policy that denies them. " +
			"`orgscan role` prints the policy it needs.",
		Blind: "Data that AWS left out without an error.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
		},
		Since: "0.1.0",
	},
	// No needs: what is missing is what this check is about.
	Eval: func(p *Pass) {
		root := p.Account.RootARN()
		if r, ok := failed(p.Account); ok {
			p.Unknown(root, r, "nothing could be read").Evidence(findings.CausedBy, "coverage-account-failed")
			return
		}
		missing := gaps(p.Account)
		for _, g := range missing {
			p.Unknown(root, g.reason, "%s is missing: %s", g.section, reasonInWords(g.reason)).Detail(string(g.section))
		}
		entities := entityGaps(p)
		if len(missing) == 0 && entities == 0 {
			p.OK(root)
		}
	},
})

package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// rootGuard asks whether a root user who signs in is denied what it would do first.
var rootGuard = guardrail{
	requirements: []requirement{{what: "root users", actions: []string{
		"iam:CreateAccessKey", "iam:CreateRole", "s3:GetObject", "ec2:RunInstances", "sts:GetFederationToken",
	}}},
	principals: []string{"root"},
}

// judgeRootGuard lowers the severity where all root users concerned are known to have no credentials.
func judgeRootGuard(p *OrgPass) {
	bare := map[string]bool{}
	for _, e := range p.Extracts {
		h := e.Value.(rootHoldings) //nolint:errcheck // the Extract of its check returns nothing else
		bare[e.Account] = len(h.held) == 0 && h.password == snapshot.TriFalse
	}
	judgeByNode(p, rootGuard.judge, func(n node) *Outcome {
		o := p.Fail(p.placeOf(n), p.nodeARN(n.id), "nothing restrains the root user of %s", boundBy(p, n))
		if slices.ContainsFunc(n.accounts, func(a *snapshot.OrgAccount) bool { return !bare[a.ID] }) {
			return o
		}
		return o.At(findings.Low).Evidence("root users", "none has credentials")
	})
}

// managementUnbound keeps the management account out of checks about what binds an account.
func managementUnbound(o *snapshot.Organization, _ *Params, account string) string {
	if account == o.ManagementID {
		return unboundManagement
	}
	return ""
}

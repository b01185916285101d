package checks

import (
	"strconv"
	"strings"

	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "chain-deployment-hub", Group: "chain", Severity: findings.Medium,
		Title: "one account reaches administrators of many others",
		Why:   "Whoever takes this account has them all at once; pipelines that deploy everywhere are what attackers look for.",
		Fix: "Split the hub by environment, let its roles do only what deployments need instead of everything, and guard it like " +
			"the management account.",
		Blind:      pathBlind + "Ways that are only possible. The management account, which is a hub by design.",
		References: []string{crossAccountPage, leastPrivilege},
		Since:      "0.1.0",
	},
	Needs: pathNeeds, OrgNeeds: pathOrgNeeds, OrgUses: pathUses, NoSubject: "no accounts",
	Extract: pathExtract,
	Judge: func(p *OrgPass) {
		least := p.Params.DeploymentHubAccounts
		for _, r := range p.Paths().Radii(least) {
			o := p.Fail(r.Account, p.root(r.Account), "principals of the account can become administrators of %d others", len(r.Accounts)).
				Evidence("accounts", named(r.Accounts)).Evidence("threshold", strconv.Itoa(least))
			if len(r.Principals) > 0 {
				o.Evidence("without being administrators of their own", named(lastParts(r.Principals)))
			}
		}
		unparsedTrusts(p)
		passQuietly(p)
	},
})

// lastParts are the ends of ARNs: "role/deploy".
func lastParts(arns []string) []string {
	out := make([]string, 0, len(arns))
	for _, arn := range arns {
		out = append(out, arn[strings.LastIndex(arn, ":")+1:])
	}
	return out
}

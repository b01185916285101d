package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "policy-service-wildcard",
		Group:      "policy",
		Title:      "customer managed policy allows a whole service",
		Severity:   findings.Medium,
		Why:        "service:* on every resource also deletes data and shares it with other accounts, by every action AWS will ever add.",
		Fix:        "List the actions that are used, or whole access levels such as s3:Get*, and name the resources.",
		Blind:      "Inline policies, NotAction, and lists of actions that add up to a service. AWS's own policies.",
		References: []string{leastPrivilege, policyActionsPage, securityHubIAM},
		Since:      "0.1.0",
	},
	Needs:     policySections(),
	NoSubject: noCustomerPolicies,
	Eval:      func(p *Pass) { eachCustomerPolicy(p, func(m *snapshot.ManagedPolicy) { judgeWildcards(p, m) }) },
})

func judgeWildcards(p *Pass, m *snapshot.ManagedPolicy) {
	if m.Attachments == 0 && m.BoundaryUses > 0 {
		p.NotApplicable(m.ARN, "used only as a permissions boundary, which grants nothing")
		return
	}
	d, ok := inForce(p, m)
	if !ok {
		return
	}
	seen := map[string]bool{}
	for i := range d.Statements {
		services, key := wholeServices(d, i), statementKey(d, i)
		if len(services) == 0 || seen[key] {
			continue
		}
		seen[key] = true
		keys := grantLimits(p, &d.Statements[i])
		o := p.Fail(m.ARN, "version %s allows every action of %s on every resource%s",
			m.DefaultVersionID, strings.Join(services, ", "), onlyUnder(keys)).Detail(key).Policy(d)
		attachedUse(limitedBy(p, o, keys), m)
	}
	switch {
	case len(seen) > 0:
	case understood(d):
		p.OK(m.ARN)
	default:
		unreadable(p, m)
	}
}

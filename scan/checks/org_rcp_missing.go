package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "org-rcp-missing", Group: "org", Severity: findings.Low,
		Title: "no resource control policy restrains access to resources",
		Why: "A bucket or key that one account opens to the world is open: only resource control policies set " +
			"limits to resource policies throughout the organization.",
		Fix: "Enable resource control policies and attach one to the root that denies principals from outside the " +
			"organization.",
		Blind: "What the resource control policies deny, and accounts that none of them reaches while others are " +
			"reached.",
		References: []string{rcpPage},
		Since:      "0.1.0",
	},
	OrgNeeds: controlNeeds,
	Judge: func(p *OrgPass) {
		readable := true
		tree := newControlPolicies(p.Org, resourceControl)
		restrained := slices.ContainsFunc(p.members(unboundManagement), func(a *snapshot.OrgAccount) bool {
			in, ok := tree.inherited(a)
			readable = readable && (!ok || in.readable())
			return ok && in.denials()
		})
		switch {
		case p.Org.PolicyTypes[resourceControl] != "ENABLED":
			p.Fail(p.Org.ManagementID, p.nodeARN(p.Org.RootID), "resource control policies are off")
		case restrained:
			p.OK()
		case !readable:
			p.Unknown(p.Org.ManagementID, p.nodeARN(p.Org.RootID), unparsedPolicy, "a resource control policy is not a policy that can be read")
		case len(p.members(unboundManagement)) > 0:
			p.Fail(p.Org.ManagementID, p.nodeARN(p.Org.RootID), "no resource control policy denies anything to an account in scope")
		}
	},
})

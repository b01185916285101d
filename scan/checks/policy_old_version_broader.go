package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "policy-old-version-broader",
		Group:    "policy",
		Title:    "old version of a policy allows more than the one in force",
		Severity: findings.Medium,
		Why:      "iam:SetDefaultPolicyVersion alone brings it back: who lacks the right to write policies still becomes what it allows.",
		Fix:      "Delete the versions that are not in force.",
		Blind:    "Differences between conditions, NotResource, and old versions that allow other but not more than single resources.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html",
		},
		Since: "0.1.0",
	},
	Needs:     policySections(),
	NoSubject: noCustomerPolicies,
	Eval:      func(p *Pass) { eachCustomerPolicy(p, func(m *snapshot.ManagedPolicy) { judgeVersions(p, m) }) },
})

func judgeVersions(p *Pass, m *snapshot.ManagedPolicy) {
	current, ok := inForce(p, m)
	if !ok {
		return
	}
	switch others, listed := otherVersions(p, m); {
	case !listed:
		p.Unknown(m.ARN, unparsed, "whether the policy has other versions is not known")
	case len(others) == 0:
		p.Passed(m.ARN, "some have no other version")
	case !understood(current):
		unreadable(p, m)
	case !compareVersions(p, m, current, others):
		p.OK(m.ARN)
	}
}

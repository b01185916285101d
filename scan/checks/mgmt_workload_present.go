package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "mgmt-workload-present", Group: "mgmt", Severity: findings.Medium,
		Title: "the management account has roles for workloads",
		Why:   "A workload that is taken over there hands out a role of the account that no control policy binds.",
		Fix:   "Move the workload into a member account and delete the role.",
		Blind: "Workloads themselves: only roles that compute services may assume, and instance profiles, tell of " +
			"them. Roles that services make for themselves.",
		References: []string{"https://docs.aws.amazon.com/organizations/latest/userguide/orgs_best-practices_mgmt-acct.html"},
		Since:      "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionPrincipals},
	Scope:     managementOnly,
	NoSubject: "no roles",
	Eval: func(p *Pass) {
		for i := range p.Account.Roles {
			r := &p.Account.Roles[i]
			services := computeServices(p.Document(r.Trust))
			switch {
			case serviceLinked(r):
				p.NotApplicable(r.ARN, "a service-linked role")
			case len(services) > 0:
				workload(r, p.Fail(r.ARN, "for workloads of %s", inWords(services)))
			case len(r.InstanceProfiles) > 0:
				workload(r, p.Fail(r.ARN, "in an instance profile"))
			default:
				p.OK(r.ARN)
			}
		}
	},
})

// workload adds what the role belongs to.
func workload(r *snapshot.Role, o *Outcome) {
	label(o, r)
	profiles(o, r)
}

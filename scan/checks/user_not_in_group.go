package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "user-not-in-group",
		Group:      "policy",
		Title:      "user has permissions but is in no group",
		Severity:   findings.Low,
		Why:        "Its rights follow no job, so that no review of groups finds them and no change of a group takes them away.",
		Fix:        "Add the user to the group of its job and remove the policies of its own, or move it to a role.",
		Blind:      "Users whose permissions come only from resource policies or from roles they may assume.",
		References: []string{"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html", leastPrivilege},
		Since:      "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionPrincipals},
	NoSubject: "no IAM users",
	Eval: func(p *Pass) {
		for _, u := range p.Account.Users {
			switch {
			case len(u.Groups) > 0:
				p.OK(u.ARN)
			case len(u.Inline)+len(u.Attached) > 0:
				p.Fail(u.ARN, "has %s and %s of its own and is in no group",
					quantity(len(u.Attached), "attached policy", "attached policies"), quantity(len(u.Inline), "inline policy", "inline policies"))
			default:
				p.NotApplicable(u.ARN, "in no group and without policies")
			}
		}
	},
})

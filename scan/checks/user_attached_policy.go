package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const managedVersusInline = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html"

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "user-attached-policy",
		Group:      "policy",
		Title:      "policy is attached directly to a user",
		Severity:   findings.Low,
		Why:        "Permissions given one by one are forgotten when a person changes jobs, and nobody sees at a glance who may do what.",
		Fix:        "Attach the policy to a group that stands for a job and add the user to it, or move the user to a role.",
		Blind:      "What the policy allows, and policies that come through groups.",
		References: []string{leastPrivilege, "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html", securityHubIAM},
		Since:      "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionPrincipals},
	NoSubject: "no IAM users",
	Eval: func(p *Pass) {
		for _, u := range p.Account.Users {
			for _, a := range u.Attached {
				p.Fail(u.ARN, "managed policy %s is attached directly", a.Name).Detail(attachmentKey(a.ARN)).Evidence("policy", a.ARN)
			}
			if len(u.Attached) == 0 {
				p.OK(u.ARN)
			}
		}
	},
})

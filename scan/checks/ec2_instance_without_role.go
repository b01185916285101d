package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "ec2-instance-without-role",
		Group:    "other",
		Title:    "running EC2 instance has no role",
		Severity: findings.Low,
		Why:      "Software on a machine without a role that calls AWS does so with somebody's access keys, in a file that never expires.",
		Fix:      "Give the instance an instance profile with the role that its software needs, and delete the access keys on it.",
		Blind: "Whether the software calls AWS at all, keys on machines that have a role too, instances that are stopped, and other " +
			"kinds of compute.",
		References: []string{
			"https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html",
		},
		Since:        "0.1.0",
		OffByDefault: true,
	},
	Needs:     []snapshot.Section{snapshot.SectionInstances},
	NoSubject: "no running instances in the Regions that were looked at",
	Eval: func(p *Pass) {
		for _, i := range p.Account.Instances.Running {
			if i.Profile != "" {
				p.OK(i.ARN)
				continue
			}
			o := p.Fail(i.ARN, "runs without an instance profile")
			if i.Name != "" {
				o.Evidence("name", i.Name)
			}
		}
	},
})

package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "resource-untagged",
		Group:      "other",
		Title:      "user or role has no tags",
		Severity:   findings.Info,
		Why:        "Nobody knows whom to ask before it is deleted, so that it stays, and rules by tag pass it over.",
		Fix:        "Tag it with its owner and purpose where it is defined.",
		Blind:      "Analyzers, policies and certificates. Whether the tags say anything.",
		References: []string{"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html", securityHubIAM},
		Since:      "0.1.0",
		// Off: most organizations tag what costs money, which principals do not.
		OffByDefault: true,
	},
	Needs:     []snapshot.Section{snapshot.SectionPrincipals},
	NoSubject: "no users and roles",
	Eval: func(p *Pass) {
		for _, u := range p.Account.Users {
			judgeTags(p, u.ARN, u.Tags)
		}
		for i := range p.Account.Roles {
			switch r := &p.Account.Roles[i]; {
			case serviceLinked(r):
				p.NotApplicable(r.ARN, "service-linked role")
			case identityCenter(r):
				p.NotApplicable(r.ARN, "role of an IAM Identity Center permission set")
			default:
				judgeTags(p, r.ARN, r.Tags)
			}
		}
	},
})

// judgeTags looks for a tag that is not AWS's own.
func judgeTags(p *Pass, arn string, tags []snapshot.Tag) {
	if slices.ContainsFunc(tags, func(t snapshot.Tag) bool { return !strings.HasPrefix(strings.ToLower(t.Key), "aws:") }) {
		p.OK(arn)
		return
	}
	p.Fail(arn, "has no tags")
}

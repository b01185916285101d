package checks

import (
	"strconv"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "group-empty",
		Group:      "policy",
		Title:      "group has no members",
		Severity:   findings.Low,
		Why:        "Its policies wait for iam:AddUserToGroup: one quiet call gives a user all of them.",
		Fix:        "Delete the group.",
		Blind:      "Groups of IAM Identity Center.",
		References: []string{"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups_manage_delete.html"},
		Since:      "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionPrincipals},
	NoSubject: "no groups",
	Eval: func(p *Pass) {
		inhabited := map[string]bool{}
		for _, u := range p.Account.Users {
			for _, name := range u.Groups {
				inhabited[name] = true
			}
		}
		for _, g := range p.Account.Groups {
			if inhabited[g.Name] {
				p.OK(g.ARN)
				continue
			}
			p.Fail(g.ARN, "no user is a member").
				Evidence("attached policies", strconv.Itoa(len(g.Attached))).
				Evidence("inline policies", strconv.Itoa(len(g.Inline)))
		}
	},
})

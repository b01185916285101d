package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "trust-cross-account-readonly",
		Group:      "trust",
		Title:      "role that reads everything can be assumed from outside the organization",
		Severity:   findings.Low,
		Why:        "ReadOnlyAccess reads data, not only settings: objects in buckets, rows in tables, messages, parameters.",
		Fix:        "Give the third party SecurityAudit or a policy of its own with the actions that it needs.",
		Blind:      "Customer managed policies that read everything.",
		References: []string{"https://docs.aws.amazon.com/aws-managed-policy/latest/reference/ReadOnlyAccess.html", crossAccountPage},
		Since:      "0.1.0",
	},
	Needs:     needsPrincipals,
	OrgNeeds:  needsMembers,
	NoSubject: "no role with ReadOnlyAccess or ViewOnlyAccess",
	Eval: func(p *Pass) {
		eachTrust(p, func(t trusting) verdict {
			policies := readsEverything(t.Role)
			if len(policies) == 0 {
				return aside
			}
			who := outsiders(p, t.trustPolicy)
			for _, name := range who {
				t.tell(p.Fail(t.ARN, "%s may assume the role, which has %s", name, strings.Join(policies, " and ")).Detail(lastWord(name)))
			}
			if len(who) > 0 {
				return wrong
			}
			return fine
		})
	},
})

// readsEverything returns the role's AWS managed policies that read all services.
func readsEverything(r *snapshot.Role) []string {
	var names []string
	for _, a := range r.Attached {
		key := attachmentKey(a.ARN)
		if key == "aws:policy/ReadOnlyAccess" || key == "aws:policy/job-function/ViewOnlyAccess" {
			names = append(names, a.Name)
		}
	}
	return distinct(names)
}

// outsiders returns who outside the organization gets in, sorted: accounts by id, or everybody.
func outsiders(p *Pass, t *trustPolicy) []string {
	var who []string
	for i := range t.grants {
		g := &t.grants[i]
		for _, id := range sortedIDs(letIn(p, g), party.outside) {
			who = append(who, "account "+id)
		}
		if g.open() && len(g.keepsStrangersOut()) == 0 {
			who = append(who, "everybody")
		}
	}
	return slices.Compact(distinct(who))
}

// lastWord is the id, or everybody.
func lastWord(text string) string { return text[strings.LastIndex(text, " ")+1:] }

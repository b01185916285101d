package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/actions"
	"github.com/orgscan/orgscan/scan/policy"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "policy-resource-exposure",
		Group:    "policy",
		Title:    "policy allows permissions to be changed on everything",
		Severity: findings.Medium,
		Why:      "With actions such as s3:PutBucketPolicy a resource is opened to other accounts, and stays open after the session.",
		Fix:      "Name the resources whose permissions are to be managed, or leave these actions to the deploying role.",
		Blind:    "Actions that AWS does not count as permissions management, or added since the catalogue of actions was made.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html",
		},
		Since: "0.1.0",
	},
	Needs:     policySections(),
	NoSubject: noPolicies,
	Eval: func(p *Pass) {
		judgeStatements(p, func(sub *subject, s *policy.Statement) *fault {
			found := exposing(p, sub.document, s)
			if found.Len() == 0 {
				return nil
			}
			return &fault{text: "allows permissions to be changed on every resource, by " + firstOf(actionNames(found))}
		})
	},
})

// exposing returns the actions that manage permissions and that a statement allows on all resources, or on all of S3's.
func exposing(p *Pass, d *policy.Document, s *policy.Statement) actions.Set {
	found := effectiveActions(p, d, s).Intersect(actions.Of(actions.PermissionsManagement))
	switch {
	case found.Len() == 0 || s.AllResources() || allButSome(s):
		return found
	case reachesAll(p.Account, s, anyBucket):
		return found.Intersect(p.expand("s3:*"))
	}
	return actions.Set{}
}

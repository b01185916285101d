package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "policy-admin-inline",
		Group:      "policy",
		Title:      "inline policy allows everything",
		Severity:   findings.High,
		Why:        "An inline policy is in no list of policies, so an administrator made this way stays unseen in most reviews.",
		Fix:        "Delete the inline policy and grant the actions that are used by a managed policy.",
		Blind:      "Statements that allow everything only together, NotAction, boundaries, and Deny elsewhere or under conditions.",
		References: []string{leastPrivilege, policyActionsPage, managedVersusInline},
		Since:      "0.1.0",
	},
	CausedBy:  []string{"user-admin", "role-admin", "group-admin"},
	Needs:     []snapshot.Section{snapshot.SectionPrincipals},
	NoSubject: "no inline policies",
	Eval: func(p *Pass) {
		eachInline(p, func(e embedded) {
			if e.role != nil && serviceLinked(e.role) {
				p.NotApplicable(e.owner, "service-linked role")
				return
			}
			d := p.Document(e.Document)
			found := adminStatements(d)
			switch {
			case len(found) > 0:
				failInlineAdmin(p, e, d, found)
			case !understood(d):
				p.Unknown(e.owner, unparsed, "inline policy %s is not a policy that can be read", e.Name).Detail(e.Name)
			default:
				p.OK(e.owner)
			}
		})
	},
})

// failInlineAdmin reports a policy once. It counts as limited only when each of its statements is.
func failInlineAdmin(p *Pass, e embedded, d *policy.Document, found []policy.AdminStatement) {
	var keys []string
	for _, s := range found {
		limits := grantLimits(p, &d.Statements[s.Index])
		if len(limits) == 0 {
			keys = nil
			break
		}
		keys = append(keys, limits...)
	}
	o := p.Fail(e.owner, "inline policy %s allows every action on every resource%s", e.Name, onlyUnder(keys)).Detail(e.Name).Policy(d)
	limitedBy(p, o, distinct(keys))
	if e.role != nil {
		label(o, e.role)
	}
}

package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/policy"
)

// fault is what a rule says against one statement.
type fault struct {
	// text follows the document's name: "allows … on every key".
	text string
	// severity is the check's own when it is nil.
	severity *findings.Severity
}

// milder makes the fault one of a severity below the check's own.
func (f *fault) milder(s findings.Severity) *fault {
	f.severity = &s
	return f
}

// judgeStatements holds every statement that allows something against a rule, which returns nil for a good one. Statements
// that allow everything belong to the policy-admin checks and those that lapsed to policy-condition-ineffective.
func judgeStatements(p *Pass, rule func(*subject, *policy.Statement) *fault) {
	eachSubject(p, func(sub *subject) {
		d, seen, everything := sub.document, map[string]bool{}, false
		for i := range d.Statements {
			s := &d.Statements[i]
			if !s.Allows() || over(p.Now(), s) {
				continue
			}
			if s.AllActions() && s.AllResources() {
				everything = true
				continue
			}
			f := rule(sub, s)
			if f == nil {
				continue
			}
			if key := statementKey(d, i); !seen[key] {
				seen[key] = true
				report(p, sub, s, key, f)
			}
		}
		switch {
		case len(seen) > 0:
		case !understood(d):
			notRead(p, sub)
		case everything && !deniesAll(d, ""):
			p.NotApplicable(sub.resource, "allows everything, which the policy-admin checks report")
		default:
			p.OK(sub.resource)
		}
	})
}

func report(p *Pass, sub *subject, s *policy.Statement, key string, f *fault) {
	limits := grantLimits(p, s)
	o := p.Fail(sub.resource, "%s %s%s", sub.name(), f.text, onlyUnder(limits)).Detail(sub.detail(key)).Policy(sub.document)
	if f.severity != nil {
		o.At(*f.severity)
	}
	lowered(o, limits)
	if cause := broaderCause(sub, s); cause != "" && cause != p.check.ID && o.severity <= findings.Medium {
		o.Evidence(findings.CausedBy, cause)
	}
	sub.describe(o)
}

// broaderCause names the check that reports the whole statement, so that what follows from it can be shown with it. Its
// findings are medium ones: a worse consequence stands for itself.
func broaderCause(sub *subject, s *policy.Statement) string {
	switch {
	case s.NotActions != nil || s.NotResources != nil:
		return "policy-notaction-allow"
	case sub.managed != nil && s.AllResources() && len(s.ServiceWildcards()) > 0:
		return "policy-service-wildcard"
	}
	return ""
}

// grants returns the wanted actions that a statement allows and that its document does not always deny.
func grants(d *policy.Document, s *policy.Statement, wanted ...string) []string {
	return slices.DeleteFunc(slices.Clone(wanted), func(action string) bool {
		return !namesAction(s, action) || slices.ContainsFunc(d.Statements, func(deny policy.Statement) bool {
			return alwaysDenies(&deny) && namesAction(&deny, action)
		})
	})
}

// alwaysDenies reports a Deny without conditions on every resource. One that is limited leaves something over.
func alwaysDenies(s *policy.Statement) bool {
	return s.Effect == "Deny" && len(s.Conditions) == 0 && slices.Contains(s.Resources, "*")
}

// namesAction reports whether a statement speaks of an action, by naming it or by not excepting it.
func namesAction(s *policy.Statement, action string) bool {
	names := func(pattern string) bool { return policy.MatchAction(pattern, action) }
	if slices.ContainsFunc(s.Actions, names) {
		return true
	}
	return s.NotActions != nil && s.Actions == nil && !slices.ContainsFunc(s.NotActions, names)
}

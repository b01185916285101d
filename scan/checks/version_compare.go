package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/actions"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// compareVersions reports the versions that are broader than the one in force and whether there are any. Broader is one
// that for certain allows actions on every resource that the other does not allow there, or all that the other does and
// more besides.
func compareVersions(p *Pass, m *snapshot.ManagedPolicy, current *policy.Document, others []snapshot.PolicyVersion) bool {
	possible, found := possibleReach(p, current), false
	for _, v := range others {
		old := certainReach(p, p.Document(v.Document))
		if tooLong(old, possible) {
			p.Unknown(m.ARN, unparsed, "version %s is too long to compare with version %s", v.ID, m.DefaultVersionID).Detail(v.ID)
			found = true
			continue
		}
		more, everywhere := exceeding(old, possible)
		if !everywhere {
			if missing, _ := exceeding(possible, old); missing.Len() > 0 {
				continue
			}
		}
		if more.Len() == 0 {
			continue
		}
		found = true
		o := p.Fail(m.ARN, "version %s allows %s more than version %s, which is in force, such as %s",
			v.ID, amount(more), m.DefaultVersionID, worstAction(p, more)).
			Detail(v.ID).Policy(p.Document(v.Document))
		if onlyReads(more) || m.Attachments == 0 {
			o.At(findings.Low)
		}
		attachedUse(o, m)
	}
	return found
}

// otherVersions returns the versions that are not in force, and false when they did not come with the policy: one that was
// fetched by itself is the version in force alone.
func otherVersions(p *Pass, m *snapshot.ManagedPolicy) ([]snapshot.PolicyVersion, bool) {
	for i := range p.Account.Policies {
		if listed := &p.Account.Policies[i]; listed.ARN == m.ARN {
			return slices.DeleteFunc(slices.Clone(listed.Versions), func(v snapshot.PolicyVersion) bool {
				return v.Default || v.ID == m.DefaultVersionID
			}), true
		}
	}
	return nil, false
}

// reach is what one statement allows: each of the actions on each of the resources.
type reach struct {
	actions   actions.Set
	resources []string
}

// certainReach is what a document allows whatever the request: without conditions, without NotResource, and without any
// action that one of its Deny statements speaks of.
func certainReach(p *Pass, d *policy.Document) []reach {
	var denied actions.Set
	for i := range d.Statements {
		if s := &d.Statements[i]; !s.Allows() {
			denied.Add(namedActions(p, s))
		}
	}
	var out []reach
	for i := range d.Statements {
		if s := &d.Statements[i]; s.Allows() && len(grantLimits(p, s)) == 0 && len(s.Resources) > 0 && s.NotResources == nil {
			out = append(out, reach{namedActions(p, s).Minus(denied), s.Resources})
		}
	}
	return out
}

// possibleReach is what a document allows at most: conditions are taken as met, and only a Deny that always holds counts.
func possibleReach(p *Pass, d *policy.Document) []reach {
	var out []reach
	for i := range d.Statements {
		s := &d.Statements[i]
		if !s.Allows() {
			continue
		}
		r := reach{effectiveActions(p, d, s), s.Resources}
		if s.NotResources != nil {
			r.resources = []string{"*"}
		}
		out = append(out, r)
	}
	return out
}

// exceeding returns the actions that a allows on some resource on which b does not, and whether one of them is allowed on
// every resource.
func exceeding(a, b []reach) (more actions.Set, everywhere bool) {
	for _, x := range a {
		if x.actions.Len() == 0 {
			continue
		}
		for _, resource := range distinct(slices.Clone(x.resources)) {
			left := x.actions
			for _, y := range b {
				if left.Len() > 0 && coversResource(y.resources, resource) {
					left = left.Minus(y.actions)
				}
			}
			all := policy.Statement{Resources: []string{resource}}
			everywhere = everywhere || left.Len() > 0 && all.AllResources()
			more.Add(left)
		}
	}
	return more, everywhere
}

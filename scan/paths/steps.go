package paths

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/access"
)

// addSteps keeps the techniques of a principal, of several to one principal the surest.
func (x *extraction) addSteps(from uint32, steps []access.Step) {
	best := map[uint32]*label{}
	var order []uint32
	for i := range steps {
		to, ok := x.place(steps[i].To)
		if !ok {
			continue
		}
		l := stepLabel(&steps[i])
		switch old := best[to]; {
		case old == nil:
			order = append(order, to)
			best[to] = l
		case l.strength < old.strength:
			best[to] = l
		}
	}
	for _, to := range order {
		x.steps = append(x.steps, step{from, to, x.label(*best[to])})
	}
}

// place finds the target of a step within the account.
func (x *extraction) place(arn string) (uint32, bool) {
	name := nameOf(arn)
	if name == "root" {
		return wholeAccount, true
	}
	place, ok := x.places[name]
	return place, ok
}

// stepLabel passes over control policies that could not be read: they can only take away.
func stepLabel(s *access.Step) *label {
	l := &label{technique: s.Technique, conditions: limiting(s.Conditions), allowedBy: s.AllowedBy}
	l.needs = slices.DeleteFunc(slices.Clone(s.Needs), func(need string) bool { return strings.Contains(need, access.ControlPolicies) })
	switch {
	case s.Outcome != access.Proven && (len(l.needs) > 0 || len(s.Needs) == 0):
		l.strength = possible
	case len(l.conditions) > 0:
		l.strength = conditional
	}
	return l
}

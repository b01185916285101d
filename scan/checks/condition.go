package checks

import (
	"slices"
	"strings"
	"time"

	"github.com/orgscan/orgscan/scan/policy"
)

// bearing is what one condition does to the statement that it stands in.
type bearing uint8

const (
	// restricts is also the answer for conditions that are not understood: a limit must not be called useless by mistake.
	restricts bearing = iota
	// harmless conditions limit nobody and are not meant to, such as asking for TLS.
	harmless
	// useless conditions read like a limit and are none.
	useless
	// lapsed conditions cannot be met any more.
	lapsed
)

// judgedCondition is a condition with what it does and, when it is useless or lapsed, why.
type judgedCondition struct {
	policy.Condition
	bearing bearing
	why     string
}

// name writes the condition as policies do.
func (c judgedCondition) name() string { return c.Operator + " " + c.Key }

// judgeConditions judges each condition of an Allow as of a time. A condition that requires the key to be there makes
// another that also holds without the key a limit.
func judgeConditions(now time.Time, s *policy.Statement) []judgedCondition {
	out := make([]judgedCondition, 0, len(s.Conditions))
	for _, c := range s.Conditions {
		j := judgedCondition{Condition: c}
		j.bearing, j.why = judgeCondition(now, s, operatorOf(c))
		out = append(out, j)
	}
	return out
}

// grantLimits returns the keys of the conditions that narrow an Allow, sorted and each once. A condition that the grammar
// does not allow counts, with an empty key: what it does is not known.
func grantLimits(p *Pass, s *policy.Statement) []string {
	var keys []string
	for _, c := range judgeConditions(p.Now(), s) {
		if c.bearing == restricts || c.bearing == lapsed {
			keys = append(keys, c.Key)
		}
	}
	return distinct(keys)
}

// over reports whether a condition keeps the statement from ever holding again.
func over(now time.Time, s *policy.Statement) bool {
	return slices.ContainsFunc(judgeConditions(now, s), func(c judgedCondition) bool { return c.bearing == lapsed })
}

// plainCondition is a condition with its operator taken apart, all but the values in small letters.
type plainCondition struct {
	// name is the operator without qualifier and suffix, such as "stringlike".
	name string
	// set is "forallvalues", "foranyvalue" or empty.
	set      string
	ifExists bool
	key      string
	values   []string
}

func operatorOf(c policy.Condition) plainCondition {
	o := plainCondition{name: strings.ToLower(c.Operator), key: strings.ToLower(c.Key), values: c.Values}
	if set, name, ok := strings.Cut(o.name, ":"); ok {
		o.set, o.name = set, name
	}
	o.name, o.ifExists = strings.CutSuffix(o.name, "ifexists")
	return o
}

// insistsOn reports whether another condition of the statement holds only for requests that have the key.
func insistsOn(s *policy.Statement, key string) bool {
	return slices.ContainsFunc(s.Conditions, func(c policy.Condition) bool {
		o := operatorOf(c)
		switch {
		case o.key != key || o.ifExists || o.set == "forallvalues" || strings.Contains(o.name, "not"):
			return false
		case o.name == "null":
			return eachValue(o.values, "false")
		}
		return true
	})
}

// eachValue reports whether there are values and all of them are the wanted word.
func eachValue(values []string, want string) bool {
	return len(values) > 0 && !slices.ContainsFunc(values, func(v string) bool { return !strings.EqualFold(v, want) })
}

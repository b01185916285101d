package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// circumstances are the condition keys, in lower case, that are known of a request. A key with an empty list is known to be
// absent; a key that is not there may have any value.
type circumstances map[string][]string

// lookup returns a key's values. Tags of principals are known to be absent: what is asked is how ordinary principals
// fare, and a tag that exempts is not ordinary.
func (c circumstances) lookup(key string) (values []string, known bool) {
	key = strings.ToLower(key)
	if values, known = c[key]; known {
		return values, true
	}
	return nil, strings.HasPrefix(key, "aws:principaltag/")
}

// resolve replaces the policy variables of a pattern, and returns false when one of them is not known.
func (c circumstances) resolve(pattern string) (string, bool) {
	for {
		before, rest, found := strings.Cut(pattern, "${")
		if !found {
			return pattern, true
		}
		name, after, _ := strings.Cut(rest, "}")
		values, known := c.lookup(name)
		if !known || len(values) != 1 || strings.Contains(values[0], "${") {
			return "", false
		}
		pattern = before + values[0] + after
	}
}

// operator is a condition operator taken apart.
type operator struct {
	name                     string
	negated, ifExists        bool
	forAllValues, forAnyOnly bool
}

func parseOperator(text string) operator {
	op := operator{name: strings.ToLower(text)}
	op.name, op.forAllValues = strings.CutPrefix(op.name, "forallvalues:")
	op.name, op.forAnyOnly = strings.CutPrefix(op.name, "foranyvalue:")
	op.name, op.ifExists = strings.CutSuffix(op.name, "ifexists")
	if plain := strings.Replace(op.name, "not", "", 1); matchers[plain] != nil && plain != op.name {
		op.name, op.negated = plain, true
	}
	return op
}

var matchers = map[string]func(pattern, value string) bool{
	"stringequals":           func(p, v string) bool { return p == v },
	"stringequalsignorecase": strings.EqualFold,
	"stringlike":             policy.Match,
	"arnequals":              matchARN,
	"arnlike":                matchARN,
	"bool":                   strings.EqualFold,
}

// matchARN compares the six parts of an ARN one by one: a wildcard does not cross a colon.
func matchARN(pattern, arn string) bool {
	p, a := strings.SplitN(pattern, ":", 6), strings.SplitN(arn, ":", 6)
	if len(p) != 6 || len(a) != 6 {
		return pattern == "*"
	}
	for i := range p {
		if !policy.Match(p[i], a[i]) {
			return false
		}
	}
	return true
}

// holds tells whether a condition is met: TriUnknown when that depends on what is not known.
func (c circumstances) holds(condition policy.Condition, variables bool) snapshot.Tri {
	op := parseOperator(condition.Operator)
	values, known := c.lookup(condition.Key)
	match := matchers[op.name]
	switch {
	case !known:
		return snapshot.TriUnknown
	case op.name == "null":
		absent := len(values) == 0
		return tri(slices.ContainsFunc(condition.Values, func(v string) bool { return strings.EqualFold(v, "true") == absent }))
	case match == nil:
		return snapshot.TriUnknown
	case len(values) == 0:
		return tri(op.ifExists || op.forAllValues || op.negated && !op.forAnyOnly)
	}
	patterns, ok := c.patterns(condition.Values, variables)
	if !ok {
		return snapshot.TriUnknown
	}
	met := func(value string) bool {
		return op.negated != slices.ContainsFunc(patterns, func(p string) bool { return match(p, value) })
	}
	if op.forAllValues {
		return tri(!slices.ContainsFunc(values, func(v string) bool { return !met(v) }))
	}
	return tri(slices.ContainsFunc(values, met))
}

func (c circumstances) patterns(values []string, variables bool) ([]string, bool) {
	if !variables {
		return values, true
	}
	out := make([]string, 0, len(values))
	for _, v := range values {
		resolved, ok := c.resolve(v)
		if !ok {
			return nil, false
		}
		out = append(out, resolved)
	}
	return out, true
}

// exemptions are the principals that negated conditions leave out of a Deny: whoever can take such a name or tag escapes it.
func exemptions(s *policy.Statement) []string {
	var out []string
	for _, condition := range s.Conditions {
		key := strings.ToLower(condition.Key)
		tag := strings.HasPrefix(key, "aws:principaltag/")
		if !parseOperator(condition.Operator).negated || key != "aws:principalarn" && !tag {
			continue
		}
		for _, v := range condition.Values {
			if tag {
				v = condition.Key + "=" + v
			}
			out = append(out, v)
		}
	}
	return out
}

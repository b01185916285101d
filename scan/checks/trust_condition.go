package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
)

// trustLimit is a condition that lets in only requests whose key has one of the values.
type trustLimit struct {
	// key is in lower case.
	key    string
	values []limitValue
	// optional is true when the condition also holds for a request without the key, so that leaving the key out is enough.
	optional bool
}

// limitValue is one value of a condition.
type limitValue struct {
	text string
	// wild is true when the value holds wildcards and the operator obeys them.
	wild bool
}

// literal returns the value up to its first wildcard.
func (v limitValue) literal() string {
	if !v.wild {
		return v.text
	}
	return v.text[:strings.IndexAny(v.text, "*?")]
}

func (v limitValue) matches(text string) bool {
	if v.wild {
		return policy.Match(v.text, text)
	}
	return v.text == text
}

// conditionOperator is a condition's operator in lower case, without what surrounds its name.
type conditionOperator struct {
	name string
	// set is "forallvalues", "foranyvalue" or empty.
	set      string
	ifExists bool
}

func parseConditionOperator(text string) conditionOperator {
	o := conditionOperator{name: strings.ToLower(text)}
	if set, name, ok := strings.Cut(o.name, ":"); ok {
		o.set, o.name = set, name
	}
	o.name, o.ifExists = strings.CutSuffix(o.name, "ifexists")
	return o
}

// opposites are the negated operators with what they negate.
var opposites = map[string]string{
	"stringnotequals": "stringequals", "stringnotequalsignorecase": "stringequalsignorecase", "stringnotlike": "stringlike",
	"arnnotequals": "arnequals", "arnnotlike": "arnlike", "notipaddress": "ipaddress",
	"numericnotequals": "numericequals", "datenotequals": "dateequals",
}

// likeOperators obey wildcards in values; ArnEquals does as ArnLike.
var likeOperators = []string{"stringlike", "arnlike", "arnequals"}

// positiveOperators hold only for a request that has the key.
var positiveOperators = []string{
	"stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike", "ipaddress", "bool", "binaryequals",
	"numericequals", "numericlessthan", "numericlessthanequals", "numericgreaterthan", "numericgreaterthanequals",
	"dateequals", "datelessthan", "datelessthanequals", "dategreaterthan", "dategreaterthanequals",
}

// alwaysSent are the keys that every request of an AWS principal has, so that IfExists changes nothing.
var alwaysSent = []string{"aws:principalaccount", "aws:principalarn", "aws:principaltype", "aws:userid"}

// conditionSet is what the conditions of one statement, or of one grant with the denials around it, come to.
type conditionSet struct {
	limits []trustLimit
	// negated are the keys under a negated operator, as written; required those that a request must have, in lower case.
	negated, required []string
}

func (set *conditionSet) add(c policy.Condition) {
	o, key := parseConditionOperator(c.Operator), strings.ToLower(c.Key)
	switch {
	case o.name == "null":
		if len(c.Values) == 1 && strings.EqualFold(c.Values[0], "false") {
			set.required = append(set.required, key)
		}
	case opposites[o.name] != "":
		set.negated = append(set.negated, c.Key)
	case slices.Contains(positiveOperators, o.name) && key != "":
		set.limits = append(set.limits, newLimit(o, key, c.Values))
	}
}

func newLimit(o conditionOperator, key string, values []string) trustLimit {
	l := trustLimit{key: key, optional: o.ifExists || o.set == "forallvalues"}
	for _, text := range values {
		l.values = append(l.values, newLimitValue(o, text))
	}
	return l
}

// newLimitValue reads a value. What a policy variable becomes depends on the request, so that it counts as a wildcard; the
// two that stand for the role's own account and organization are kept.
func newLimitValue(o conditionOperator, text string) limitValue {
	if strings.Contains(text, "${") && !ownVariable(text) {
		return limitValue{text: "*", wild: true}
	}
	return limitValue{text: text, wild: slices.Contains(likeOperators, o.name) && strings.ContainsAny(text, "*?")}
}

const (
	ownOrganizationVariable = "${aws:resourceorgid}"
	ownAccountVariable      = "${aws:resourceaccount}"
)

func ownVariable(text string) bool {
	return strings.EqualFold(text, ownOrganizationVariable) || strings.EqualFold(text, ownAccountVariable)
}

// forbid adds what a Deny for everybody with this one condition leaves over, and reports whether that is a limit.
func (set *conditionSet) forbid(c policy.Condition) {
	o, key := parseConditionOperator(c.Operator), strings.ToLower(c.Key)
	switch positive := opposites[o.name]; {
	case positive != "" && o.set != "foranyvalue":
		set.limits = append(set.limits, newLimit(conditionOperator{name: positive}, key, c.Values))
	case o.name == "bool" && o.ifExists && only(c.Values, "false"):
		set.limits = append(set.limits, newLimit(conditionOperator{name: "bool"}, key, []string{"true"}))
	case o.name == "null" && only(c.Values, "true"):
		set.required = append(set.required, key)
	}
}

func only(values []string, want string) bool {
	return len(values) == 1 && strings.EqualFold(values[0], want)
}

// settle decides which limits can be passed by leaving the key out, now that all conditions are known.
func (set *conditionSet) settle() {
	for i := range set.limits {
		l := &set.limits[i]
		if slices.Contains(set.required, l.key) || slices.Contains(alwaysSent, l.key) {
			l.optional = false
		}
	}
	set.negated, set.required = distinct(set.negated), distinct(set.required)
}

// on returns the limits on a key.
func (set *conditionSet) on(key string) []trustLimit {
	var out []trustLimit
	for _, l := range set.limits {
		if l.key == key {
			out = append(out, l)
		}
	}
	return out
}

// all returns the values of a key when a limit on it holds for certain and accept takes each of its values, and false when
// no limit does.
func (set *conditionSet) all(key string, accept func(limitValue) bool) ([]limitValue, bool) {
	for _, l := range set.on(key) {
		if !l.optional && !slices.ContainsFunc(l.values, func(v limitValue) bool { return !accept(v) }) {
			return l.values, true
		}
	}
	return nil, false
}

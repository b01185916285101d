package policy

import (
	"slices"
	"strings"
)

// quantifier says how an operator meets several values of a key.
type quantifier uint8

const (
	scalar quantifier = iota
	forAllValues
	forAnyValue
)

// operator is a condition operator taken apart.
type operator struct {
	test       test
	quantifier quantifier
	negated    bool
	ifExists   bool
	null       bool
}

// test compares one value of a policy with one of a request.
type test struct {
	compare func(want pattern, got string) result
	// variables says that the operator knows policy variables.
	variables bool
	// wildcards says that a lone star takes any value.
	wildcards bool
}

// result is what a comparison comes to: whether the values match, and whether a negated operator holds. Malformed values
// decide how the two differ.
type result struct{ match, differ truth }

func resultOf(t truth) result { return result{match: t, differ: t.not()} }

var (
	// neither: malformed addresses and ARNs fail an operator and its negation.
	neither = result{match: no, differ: no}
	// unresolved: a variable without a value matches nothing; what its negation says, AWS does not document.
	unresolved = result{match: no, differ: maybe}
	// unequal: what is no number or date equals none.
	unequal = result{match: no, differ: yes}
)

// base is an operator without prefix and suffix.
type base struct {
	test    test
	negated bool
}

// bases are the operators by name in lower case: AWS insists on their case when a policy is written, a reader that did so
// too would lose conditions.
var bases = map[string]base{
	"stringequals":              {test: stringEquals},
	"stringnotequals":           {test: stringEquals, negated: true},
	"stringequalsignorecase":    {test: stringEqualsIgnoreCase},
	"stringnotequalsignorecase": {test: stringEqualsIgnoreCase, negated: true},
	"stringlike":                {test: stringLike},
	"stringnotlike":             {test: stringLike, negated: true},
	"numericequals":             {test: numeric(isEqual)},
	"numericnotequals":          {test: numeric(isEqual), negated: true},
	"numericlessthan":           {test: numeric(isLess)},
	"numericlessthanequals":     {test: numeric(isLessOrEqual)},
	"numericgreaterthan":        {test: numeric(isGreater)},
	"numericgreaterthanequals":  {test: numeric(isGreaterOrEqual)},
	"dateequals":                {test: date(isEqual)},
	"datenotequals":             {test: date(isEqual), negated: true},
	"datelessthan":              {test: date(isLess)},
	"datelessthanequals":        {test: date(isLessOrEqual)},
	"dategreaterthan":           {test: date(isGreater)},
	"dategreaterthanequals":     {test: date(isGreaterOrEqual)},
	"bool":                      {test: boolean},
	"binaryequals":              {test: binaryEquals},
	"ipaddress":                 {test: ipAddress},
	"notipaddress":              {test: ipAddress, negated: true},
	"arnequals":                 {test: arnLike},
	"arnlike":                   {test: arnLike},
	"arnnotequals":              {test: arnLike, negated: true},
	"arnnotlike":                {test: arnLike, negated: true},
}

// parseOperator takes an operator apart; false means that AWS knows no such operator.
func parseOperator(name string) (operator, bool) {
	var o operator
	name = strings.ToLower(name)
	if rest, ok := strings.CutPrefix(name, "forallvalues:"); ok {
		name, o.quantifier = rest, forAllValues
	} else if rest, ok := strings.CutPrefix(name, "foranyvalue:"); ok {
		name, o.quantifier = rest, forAnyValue
	}
	if name == "null" {
		o.null = true
		return o, true
	}
	name, o.ifExists = strings.CutSuffix(name, "ifexists")
	b, ok := bases[name]
	o.test, o.negated = b.test, b.negated
	return o, ok
}

// missing is what the operator says of a key that the request does not have.
func (o operator) missing() truth {
	switch {
	case o.ifExists || o.quantifier == forAllValues:
		return yes
	case o.quantifier == forAnyValue:
		return no
	default:
		return truthOf(o.negated)
	}
}

// condition says whether a condition holds. What AWS would refuse depends.
func (f *facts) condition(version string, c Condition) truth {
	o, ok := parseOperator(c.Operator)
	if !ok || c.Key == "" {
		return maybe
	}
	v := f.value(c.Key)
	if o.null {
		return isNull(v, c.Values)
	}
	var wanted []pattern
	for _, text := range c.Values {
		p := pattern{text: text}
		if o.test.variables {
			p = f.expand(version, text)
		}
		wanted = append(wanted, p)
	}
	switch v.state {
	case absentValue:
		return o.missing()
	case presentValue:
		return o.present(wanted)
	case unknownValue:
		return either(o.missing(), o.present(wanted))
	default:
		return o.known(wanted, v)
	}
}

// isNull is the operator Null: "true" asks for a key that is missing or empty, "false" for one that is there.
func isNull(v Value, wanted []string) truth {
	var is truth
	switch v.state {
	case unknownValue:
		is = maybe
	case absentValue:
		is = yes
	case presentValue:
		is = no
	case knownValue:
		is = truthOf(len(v.values) == 0)
	}
	out := no
	for _, w := range wanted {
		switch lower(w) {
		case "true":
			out = max(out, is)
		case "false":
			out = max(out, is.not())
		}
	}
	return out
}

// present is what the operator says of a key of which only the presence is known.
func (o operator) present(wanted []pattern) truth {
	if len(wanted) == 0 && o.quantifier != forAllValues {
		return truthOf(o.negated)
	}
	if o.test.wildcards && slices.ContainsFunc(wanted, pattern.everything) {
		return truthOf(!o.negated)
	}
	return maybe
}

// known is what the operator says of a key with these values.
func (o operator) known(wanted []pattern, v Value) truth {
	switch o.quantifier {
	case forAllValues:
		out := yes
		for _, got := range v.values {
			out = min(out, o.one(wanted, got))
		}
		return out
	case forAnyValue:
		out := no
		for _, got := range v.values {
			out = max(out, o.one(wanted, got))
		}
		return out
	default:
		if v.multi {
			return no
		}
		return o.one(wanted, v.values[0])
	}
}

// one meets one value of the request with the condition's: one of them must match; negated, none may.
func (o operator) one(wanted []pattern, got string) truth {
	match, differ := no, yes
	for _, w := range wanted {
		r := unresolved
		if !w.broken {
			r = o.test.compare(w, got)
		}
		match, differ = max(match, r.match), min(differ, r.differ)
	}
	if o.negated {
		return differ
	}
	return match
}

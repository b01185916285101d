package policy_test

import (
	"slices"
	"strings"
)

// contextKey is a condition key with values to choose from.
type contextKey struct {
	name   string
	kind   string
	multi  bool
	values []string
}

var contextKeys = []contextKey{
	{name: "aws:PrincipalTag/team", kind: "text", values: []string{"data", "Data", "q1.csv", "a*", "ci-runner"}},
	{name: "aws:RequestTag/stage", kind: "text", values: []string{"prod", "test", "pr?d"}},
	{name: "aws:RequestedRegion", kind: "text", values: []string{"eu-west-1", "us-east-1", "EU-WEST-1"}},
	{name: "aws:UserAgent", kind: "text", values: []string{"cli/2.0", "sdk", "x\u00e9y"}},
	{name: "aws:PrincipalOrgID", kind: "text", values: []string{"o-aaaaaaaaaa", "o-bbbbbbbbbb"}},
	{name: "aws:SourceIp", kind: "address", values: []string{"10.1.2.3", "10.200.0.1", "203.0.113.9", "2001:db8::5", "2001:db8:1::9"}},
	{name: "aws:SecureTransport", kind: "flag", values: []string{"true", "false"}},
	{name: "aws:MultiFactorAuthPresent", kind: "flag", values: []string{"true", "false"}},
	{name: "aws:MultiFactorAuthAge", kind: "number", values: []string{"5", "300", "3600"}},
	{name: "aws:CurrentTime", kind: "date", values: []string{"2026-01-01T00:00:00Z", "2026-06-15T12:30:00Z"}},
	{name: "aws:SourceArn", kind: "arn", values: []string{"arn:aws:s3:::reports", "arn:aws:sns:eu-west-1:111122223333:topic:sub", "arn:aws:lambda:us-east-1:444455556666:function:a"}},
	{name: "aws:TagKeys", kind: "text", multi: true, values: []string{"team", "stage", "Team", "owner"}},
	{name: "aws:CalledVia", kind: "text", multi: true, values: []string{"athena.amazonaws.com", "cloudformation.amazonaws.com"}},
	{name: "aws:PrincipalOrgPaths", kind: "text", multi: true, values: []string{"o-aaaaaaaaaa/r-ab12/ou-ab12-11111111/", "o-aaaaaaaaaa/r-ab12/ou-ab12-22222222/"}},
}

func (g *generator) fillContext() {
	for _, k := range contextKeys {
		switch {
		case g.chance(45):
		case k.multi:
			values := []string{}
			for range 1 + g.IntN(3) {
				values = append(values, pick(g, k.values...))
			}
			g.context[k.name] = values
		default:
			g.context[k.name] = pick(g, k.values...)
		}
	}
}

var operators = map[string][]string{
	"text": {
		"StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike",
	},
	"address": {"IpAddress", "NotIpAddress"},
	"flag":    {"Bool", "StringEquals"},
	"number": {
		"NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals",
	},
	"date": {"DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"},
	"arn":  {"ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "StringLike"},
}

// wanted are values for conditions beyond those that requests have.
var wanted = map[string][]string{
	"text":    {"d*a", "?ata", "*", "prod", "${aws:RequestTag/stage, 'prod'}", "*csv", "o-aaaaaaaaaa/*"},
	"address": {"10.0.0.0/8", "10.1.2.3/32", "2001:db8::5/128", "203.0.113.200/24", "2001:db8::/32", "128.0.0.0/1", "::/0"},
	"number":  {"300.0", "10", "-1"},
	"date":    {"2026-01-01", "2026-03-01T00:00:00+02:00", "2026-06-15T12:30:00.000Z"},
	"arn":     {"arn:aws:s3:::*", "arn:aws:*:*:111122223333:*", "arn:aws:sns:eu-*:*:topic:*", "arn:*:*:*:*:*"},
}

func (g *generator) conditions() document {
	out := document{}
	for range 1 + g.IntN(2) {
		k := pick(g, contextKeys...)
		operator, values := g.condition(k)
		name := k.name
		if g.chance(10) {
			name = strings.ToLower(name)
		}
		out[operator] = document{name: values}
	}
	return out
}

func (g *generator) condition(k contextKey) (operator string, values any) {
	if g.chance(8) {
		return "Null", pick(g, "true", "false")
	}
	operator = pick(g, operators[k.kind]...)
	prefix := ""
	if k.multi && g.chance(85) {
		prefix = pick(g, "ForAllValues:", "ForAnyValue:")
	}
	suffix := ""
	if prefix != "ForAnyValue:" && g.chance(20) {
		suffix = "IfExists"
	}
	pool := slices.Concat(k.values, wanted[k.kind])
	switch {
	case strings.HasSuffix(operator, "Like") && k.kind == "text" && g.chance(40):
		pool = append(pool, "a${*}", "pr${?}d", "*${*}")
	case k.kind == "address":
		pool = wanted[k.kind]
	case k.kind == "text" && g.context["aws:PrincipalTag/team"] != nil:
		pool = append(pool, "${aws:PrincipalTag/team}", "x${AWS:principaltag/TEAM}*")
	}
	return prefix + operator + suffix, g.some(3, func() string { return pick(g, pool...) })
}

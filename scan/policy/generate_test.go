package policy_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
)

const (
	home  = "111122223333"
	other = "444455556666"
)

// operation is an action with a resource it is for.
type operation struct {
	action, resource string
	// policied says that the resource can have a policy, trust that it always has one.
	policied, trust bool
}

var operations = []operation{
	{action: "s3:GetObject", resource: "arn:aws:s3:::reports/2026/q1.csv", policied: true},
	{action: "sqs:SendMessage", resource: "arn:aws:sqs:eu-west-1:@:jobs", policied: true},
	{action: "secretsmanager:GetSecretValue", resource: "arn:aws:secretsmanager:eu-west-1:@:secret:db-a1b2c3", policied: true},
	{action: "kms:Decrypt", resource: "arn:aws:kms:eu-west-1:@:key/11112222-3333-4444-5555-666677778888", policied: true, trust: true},
	{action: "sts:AssumeRole", resource: "arn:aws:iam::@:role/deploy", policied: true, trust: true},
	{action: "iam:PassRole", resource: "arn:aws:iam::@:role/app/worker"},
	{action: "iam:CreateAccessKey", resource: "arn:aws:iam::@:user/ci-runner"},
	{action: "dynamodb:GetItem", resource: "arn:aws:dynamodb:eu-west-1:@:table/orders"},
	{action: "ec2:StopInstances", resource: "arn:aws:ec2:eu-west-1:@:instance/i-0123456789abcdef0"},
	{action: "s3:ListAllMyBuckets", resource: "*"},
	{action: "iam:ListUsers", resource: "*"},
}

// generator makes random requests with policies that have much to do with them. It leaves out what differences lists.
type generator struct {
	*rand.Rand
	s       *simulation
	op      operation
	account string
	context map[string]any
}

func (g *generator) chance(percent int) bool { return g.IntN(100) < percent }

func pick[T any](g *generator, from ...T) T { return from[g.IntN(len(from))] }

func (g *generator) simulation() *simulation {
	g.s, g.context = &simulation{Identity: []named{}, SCPs: []orgLevel{}, RCPs: []orgLevel{}}, map[string]any{}
	g.op = pick(g, operations...)
	g.account = home
	if g.op.policied && g.chance(30) {
		g.account = other
	}
	g.op.resource = strings.ReplaceAll(g.op.resource, "@", g.account)
	g.s.Request.Action, g.s.Request.Resource.Resource, g.s.Request.Resource.Account = g.op.action, g.op.resource, g.account
	g.caller()
	g.fillContext()
	g.policies()
	g.s.Request.Context = g.context
	return g.s
}

func (g *generator) caller() {
	switch kind := g.IntN(20); {
	case kind < 9:
		g.s.caller = policy.Caller{Kind: policy.User, ARN: "arn:aws:iam::" + home + ":user/ops/ci-runner"}
		g.s.Request.Principal = g.s.caller.ARN
		g.context["aws:username"], g.context["aws:PrincipalType"] = "ci-runner", "User"
	case kind < 19 || g.op.action != "sts:AssumeRole":
		g.s.caller = policy.Caller{
			Kind: policy.Role, ARN: "arn:aws:iam::" + home + ":role/builder", SessionARN: "arn:aws:sts::" + home + ":assumed-role/builder/s1",
		}
		g.s.Request.Principal = g.s.caller.SessionARN
		g.context["aws:PrincipalType"] = "AssumedRole"
	default:
		g.s.caller = policy.Caller{Kind: policy.Service, ARN: "ec2.amazonaws.com", Account: g.account}
		g.s.Request.Principal = g.s.caller.ARN
		g.context["aws:PrincipalIsAWSService"], g.context["aws:PrincipalServiceName"] = "true", g.s.caller.ARN
		return
	}
	g.context["aws:PrincipalIsAWSService"] = "false"
	g.context["aws:PrincipalArn"], g.context["aws:PrincipalAccount"] = g.s.caller.ARN, home
}

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

func (g *generator) policies() {
	if g.s.caller.Kind == policy.User || g.s.caller.Kind == policy.Role {
		for i := range g.IntN(4) {
			g.s.Identity = append(g.s.Identity, named{fmt.Sprint("identity-", i), g.document(policy.Identity, 75)})
		}
		if g.chance(25) {
			g.s.Boundary = []named{{"boundary", g.document(policy.Boundary, 90)}}
		}
		if g.s.caller.Kind == policy.Role && g.chance(20) {
			g.s.Session = g.document(policy.Session, 90)
		}
		g.s.SCPs = g.levels(policy.SCP, 4)
	}
	if g.op.trust || g.op.policied && g.chance(60) {
		g.s.Resource = g.document(policy.Resource, 80)
	}
	switch service, _, _ := strings.Cut(g.op.action, ":"); service {
	case "s3", "sts", "kms", "sqs", "secretsmanager":
		g.s.RCPs = g.levels(policy.RCP, 3)
	}
}

func (g *generator) levels(kind policy.Kind, most int) []orgLevel {
	out := []orgLevel{}
	for i := range g.IntN(most) {
		l := orgLevel{ID: fmt.Sprint("level-", i), Policies: []named{}}
		if kind == policy.SCP && g.chance(85) {
			full := document{"Version": "2012-10-17", "Statement": document{"Effect": "Allow", "Action": "*", "Resource": "*"}}
			l.Policies = append(l.Policies, named{"full", full})
		}
		for j := range g.IntN(2) {
			l.Policies = append(l.Policies, named{fmt.Sprint("policy-", j), g.document(kind, 40)})
		}
		out = append(out, l)
	}
	return out
}

func (g *generator) document(kind policy.Kind, allows int) document {
	var statements []document
	for i := range 1 + g.IntN(3) {
		statements = append(statements, g.statement(kind, i, allows))
	}
	d := document{"Version": "2012-10-17", "Statement": statements}
	if len(statements) == 1 && g.chance(30) {
		d["Statement"] = statements[0]
	}
	return d
}

func (g *generator) statement(kind policy.Kind, i, allows int) document {
	s := document{"Effect": "Deny"}
	if kind != policy.RCP && g.chance(allows) {
		s["Effect"] = "Allow"
	}
	if g.chance(50) {
		s["Sid"] = fmt.Sprint("S", i)
	}
	g.actions(s, kind)
	if kind != policy.Resource || g.op.action != "sts:AssumeRole" {
		g.resources(s)
	}
	switch kind {
	case policy.RCP:
		s["Principal"] = "*"
	case policy.Resource:
		s["Principal"] = g.principal()
	}
	often := 35
	if s["Effect"] == "Deny" {
		often = 75
	}
	if g.chance(often) {
		s["Condition"] = g.conditions()
	}
	return s
}

// scalarOrList writes a list of one as JSON allows it, both ways.
func (g *generator) scalarOrList(values []string) any {
	if len(values) == 1 && g.chance(50) {
		return values[0]
	}
	return values
}

func (g *generator) some(most int, one func() string) any {
	var out []string
	for range 1 + g.IntN(most) {
		out = append(out, one())
	}
	return g.scalarOrList(out)
}

func (g *generator) actions(s document, kind policy.Kind) {
	service, operation, _ := strings.Cut(g.op.action, ":")
	one := func() string {
		return pick(g, g.op.action, g.op.action, "*", service+":*", strings.ToUpper(service)+":"+strings.ToLower(operation),
			service+":"+operation[:2]+"*", service+":?"+operation[1:], service+":*"+operation[len(operation)-3:], "ec2:*", "s3:Put*", "iam:Get*")
	}
	if kind == policy.Resource || kind == policy.RCP {
		one = func() string {
			return pick(g, g.op.action, service+":*", service+":"+operation[:3]+"*", service+":Tag*")
		}
	}
	element := "Action"
	if kind != policy.RCP && kind != policy.Resource && g.chance(12) {
		element = "NotAction"
	}
	s[element] = g.some(3, one)
}

func (g *generator) resources(s document) {
	r := g.op.resource
	one := func() string {
		if r == "*" {
			return pick(g, "*", "*", "arn:aws:s3:::reports/*")
		}
		cut := strings.LastIndexByte(r, ':') + 1
		patterns := []string{
			"*", "*", r, r, r[:cut] + "*", r[:len(r)-2] + "*", r[:len(r)-1] + "?", strings.Replace(r, "eu-west-1", "*", 1),
			strings.Replace(r, g.account, "*", 1), strings.Replace(r, "aws", "aws*", 1), r[:cut] + strings.ToUpper(r[cut:]),
			"arn:aws:s3:::reports/*", r + "x", r[:cut] + "*${*}",
		}
		if last := strings.LastIndexByte(r, '/') + 1; last > 0 && g.context["aws:PrincipalTag/team"] != nil {
			patterns = append(patterns, r[:last]+"${aws:PrincipalTag/team}", r[:last]+"${aws:PrincipalTag/team, '"+r[last:]+"'}")
		}
		return pick(g, patterns...)
	}
	element := "Resource"
	if g.chance(12) {
		element = "NotResource"
	}
	s[element] = g.some(2, one)
}

func (g *generator) principal() any {
	c := g.s.caller
	root := "arn:aws:iam::" + home + ":root"
	names := []string{c.ARN, c.ARN, root, home, other, "arn:aws:iam::" + home + ":user/nobody", "arn:aws:iam::" + other + ":root"}
	limited := len(g.s.Boundary) > 0 || g.s.Session != nil
	if !limited {
		names = append(names, "*")
	}
	if c.SessionARN != "" && g.s.Session == nil {
		names = append(names, c.SessionARN)
	}
	if c.Kind == policy.Service {
		return pick[any](g, document{"Service": c.ARN}, document{"Service": []string{"lambda.amazonaws.com", c.ARN}}, document{"AWS": home})
	}
	if !limited && g.chance(10) {
		return "*"
	}
	p := document{"AWS": g.some(3, func() string { return pick(g, names...) })}
	if g.chance(15) {
		p["Service"] = "ec2.amazonaws.com"
	}
	return p
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

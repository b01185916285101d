package policy_test

import (
	"fmt"
	"math/rand/v2"
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
	if kind == policy.RCP {
		s["Principal"] = "*"
	}
	if kind == policy.Resource {
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

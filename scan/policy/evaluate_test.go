package policy_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/scan/policy"
)

const (
	userARN    = "arn:aws:iam::" + home + ":user/ci-runner"
	roleARN    = "arn:aws:iam::" + home + ":role/team/builder"
	sessionARN = "arn:aws:sts::" + home + ":assumed-role/builder/s1"
	targetARN  = "arn:aws:iam::" + home + ":role/deploy"
	foreignARN = "arn:aws:iam::" + other + ":role/deploy"
	objectARN  = "arn:aws:s3:::reports/q1.csv"

	full     = `{"Effect":"Allow","Action":"*","Resource":"*"}`
	denyAll  = `{"Effect":"Deny","Action":"*","Resource":"*"}`
	onlyEC2  = `{"Effect":"Allow","Action":"ec2:*","Resource":"*"}`
	mfaAllow = `{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}`
	mfaDeny  = `{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}`
)

// doc parses a document of statements.
func doc(statements ...string) *policy.Document {
	return policy.Parse(`{"Version":"2012-10-17","Statement":[` + strings.Join(statements, ",") + `]}`)
}

func docs(statements ...string) []*policy.Document { return []*policy.Document{doc(statements...)} }

// trust is a trust policy for a principal in JSON.
func trust(principal string) *policy.Document {
	return doc(`{"Effect":"Allow","Action":"sts:AssumeRole","Principal":` + principal + `}`)
}

func bucket(effect, principal string) *policy.Document {
	return doc(`{"Effect":"` + effect + `","Action":"s3:*","Resource":"arn:aws:s3:::reports/*",` + principal + `}`)
}

var (
	user = policy.Caller{ARN: userARN, OrgID: "o-aaaaaaaaaa", Tags: map[string]string{"Team": "data"}}
	role = policy.Caller{Kind: policy.Role, ARN: roleARN}
	ec2  = policy.Caller{Kind: policy.Service, ARN: "ec2.amazonaws.com"}
	root = policy.Caller{Kind: policy.Root, ARN: "arn:aws:iam::" + home + ":root"}
	slr  = policy.Caller{Kind: policy.Role, ARN: "arn:aws:iam::" + home + ":role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"}
)

func read(c policy.Caller) policy.Request {
	return policy.Request{Caller: c, Action: "s3:GetObject", Resource: objectARN}
}

func assume(c policy.Caller, target string) policy.Request {
	return policy.Request{Caller: c, Action: "sts:AssumeRole", Resource: target}
}

func managed(r policy.Request, account string) policy.Request {
	r.Management = account
	return r
}

func owned(r policy.Request, account string) policy.Request {
	r.ResourceAccount = account
	return r
}

func inSession(c policy.Caller) policy.Caller {
	c.SessionARN = sessionARN
	return c
}

func levels(l ...[]*policy.Document) [][]*policy.Document { return l }

// rcp is a policy that denies actions to everyone.
func rcp(action string) [][]*policy.Document {
	return levels(docs(`{"Effect":"Deny","Principal":"*","Action":"` + action + `","Resource":"*"}`))
}

// evaluations are the rules of evaluation by name.
var evaluations = map[string]struct {
	request  policy.Request
	policies policy.Policies
	want     string
}{
	"nothing-allows":             {read(user), policy.Policies{}, implicit},
	"identity-allows":            {read(user), policy.Policies{Identity: docs(full)}, allowed},
	"explicit-deny-beats":        {read(user), policy.Policies{Identity: docs(full, denyAll)}, explicit},
	"deny-without-allow":         {read(user), policy.Policies{Identity: docs(denyAll)}, explicit},
	"conditional-deny":           {read(user), policy.Policies{Identity: docs(full, mfaDeny)}, depends},
	"conditional-allow":          {read(user), policy.Policies{Identity: docs(mfaAllow)}, depends},
	"conditional-deny-no-allow":  {read(user), policy.Policies{Identity: docs(mfaDeny)}, implicit},
	"conditional-and-plain-deny": {read(user), policy.Policies{Identity: docs(full, mfaDeny, denyAll)}, explicit},
	"plain-and-conditional":      {read(user), policy.Policies{Identity: docs(full, mfaAllow)}, allowed},
	"not-action":                 {read(user), policy.Policies{Identity: docs(`{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}`)}, allowed},
	"not-action-of-the-action":   {read(user), policy.Policies{Identity: docs(`{"Effect":"Allow","NotAction":"S3:get*","Resource":"*"}`)}, implicit},
	"not-resource":               {read(user), policy.Policies{Identity: docs(`{"Effect":"Allow","Action":"*","NotResource":"arn:aws:s3:::x*"}`)}, allowed},
	"not-resource-of-it":         {read(user), policy.Policies{Identity: docs(full, `{"Effect":"Deny","Action":"*","NotResource":"`+objectARN+`"}`)}, allowed},

	"boundary-limits":       {read(user), policy.Policies{Identity: docs(full), Boundary: doc(onlyEC2)}, implicit},
	"boundary-grants-none":  {read(user), policy.Policies{Boundary: doc(full)}, implicit},
	"boundary-denies":       {read(user), policy.Policies{Identity: docs(full), Boundary: doc(full, denyAll)}, explicit},
	"session-limits":        {read(role), policy.Policies{Identity: docs(full), Session: docs(onlyEC2)}, implicit},
	"sessions-add-up":       {read(role), policy.Policies{Identity: docs(full), Session: []*policy.Document{doc(onlyEC2), doc(full)}}, allowed},
	"boundary-not-for-root": {read(root), policy.Policies{Boundary: doc(onlyEC2)}, allowed},

	"scp-every-level-allows":     {read(user), policy.Policies{Identity: docs(full), SCPs: levels(docs(full), docs(full))}, allowed},
	"scp-level-without-allow":    {read(user), policy.Policies{Identity: docs(full), SCPs: levels(docs(full), docs(onlyEC2), docs(full))}, implicit},
	"scp-level-without-document": {read(user), policy.Policies{Identity: docs(full), SCPs: levels(docs(full), nil)}, implicit},
	"scp-union-within-a-level":   {read(user), policy.Policies{Identity: docs(full), SCPs: levels([]*policy.Document{doc(onlyEC2), doc(full)})}, allowed},
	"scp-deny-anywhere":          {read(user), policy.Policies{Identity: docs(full), SCPs: levels(docs(full), docs(full, denyAll))}, explicit},
	"scp-grants-none":            {read(user), policy.Policies{SCPs: levels(docs(full))}, implicit},
	"scp-holds-for-root":         {read(root), policy.Policies{SCPs: levels(docs(full, denyAll))}, explicit},
	"scp-not-in-management":      {managed(read(user), home), policy.Policies{Identity: docs(full), SCPs: levels(docs(denyAll))}, allowed},
	"scp-not-service-linked":     {read(slr), policy.Policies{Identity: docs(full), SCPs: levels(docs(denyAll))}, allowed},
	"scp-not-for-services":       {assume(ec2, targetARN), policy.Policies{Resource: trust(`{"Service":"ec2.amazonaws.com"}`), SCPs: levels(docs(denyAll))}, allowed},
	"scp-allow-with-condition":   {read(user), policy.Policies{Identity: docs(full), SCPs: levels(docs(mfaAllow))}, depends},
	"scp-allow-with-not-action":  {read(user), policy.Policies{Identity: docs(full), SCPs: levels(docs(`{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}`))}, allowed},
	"scp-wildcard-in-the-middle": {read(user), policy.Policies{Identity: docs(full), SCPs: levels(docs(full, `{"Effect":"Deny","Action":"s3:*Obj*","Resource":"*"}`))}, explicit},
	"scp-holds-across-accounts":  {owned(read(user), other), policy.Policies{Identity: docs(full), SCPs: levels(docs(denyAll)), Resource: bucket("Allow", `"Principal":"*"`)}, explicit},

	"rcp-denies":              {read(user), policy.Policies{Identity: docs(full), RCPs: rcp("s3:*")}, explicit},
	"rcp-needs-no-allow":      {read(user), policy.Policies{Identity: docs(full), RCPs: levels(nil, docs(onlyEC2))}, allowed},
	"rcp-grants-none":         {read(user), policy.Policies{RCPs: levels(docs(`{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}`))}, implicit},
	"rcp-for-management-user": {managed(owned(read(user), other), home), policy.Policies{Identity: docs(full), Resource: bucket("Allow", `"Principal":"*"`), RCPs: rcp("s3:*")}, explicit},
	"rcp-not-on-management":   {managed(read(user), home), policy.Policies{Identity: docs(full), RCPs: rcp("s3:*")}, allowed},
	"rcp-not-service-linked":  {read(slr), policy.Policies{Identity: docs(full), RCPs: rcp("s3:*")}, allowed},
	"rcp-not-on-retire-grant": {policy.Request{Caller: user, Action: "KMS:RetireGrant", Resource: "*"}, policy.Policies{Identity: docs(full), RCPs: rcp("kms:*")}, allowed},
	"rcp-for-services":        {assume(ec2, targetARN), policy.Policies{Resource: trust(`{"Service":"ec2.amazonaws.com"}`), RCPs: rcp("sts:*")}, explicit},
	"rcp-service-unsure":      {policy.Request{Caller: user, Action: "sns:Publish", Resource: "*"}, policy.Policies{Identity: docs(full), RCPs: rcp("sns:*")}, depends},
	"rcp-service-elsewhere":   {policy.Request{Caller: user, Action: "sns:Publish", Resource: "*"}, policy.Policies{Identity: docs(full), RCPs: rcp("s3:*")}, allowed},

	"trust-is-mandatory":         {assume(user, targetARN), policy.Policies{Identity: docs(full)}, implicit},
	"trust-not-of-the-caller":    {assume(user, targetARN), policy.Policies{Identity: docs(full), Resource: trust(`{"AWS":"` + roleARN + `"}`)}, implicit},
	"trust-names-user":           {assume(user, targetARN), policy.Policies{Resource: trust(`{"AWS":"` + userARN + `"}`)}, allowed},
	"trust-names-role":           {assume(role, targetARN), policy.Policies{Resource: trust(`{"AWS":["x","` + roleARN + `"]}`)}, allowed},
	"trust-names-root-alone":     {assume(user, targetARN), policy.Policies{Resource: trust(`{"AWS":"arn:aws:iam::` + home + `:root"}`)}, implicit},
	"trust-names-root":           {assume(user, targetARN), policy.Policies{Identity: docs(full), Resource: trust(`{"AWS":"arn:aws:iam::` + home + `:root"}`)}, allowed},
	"trust-names-account-id":     {assume(user, targetARN), policy.Policies{Identity: docs(full), Resource: trust(`{"AWS":"` + home + `"}`)}, allowed},
	"trust-names-own-root":       {assume(policy.Caller{Kind: policy.Role, ARN: targetARN}, targetARN), policy.Policies{Resource: trust(`{"AWS":"` + home + `"}`)}, implicit},
	"trust-names-itself":         {assume(policy.Caller{Kind: policy.Role, ARN: targetARN}, targetARN), policy.Policies{Resource: trust(`{"AWS":"` + targetARN + `"}`)}, allowed},
	"trust-names-everyone":       {assume(user, targetARN), policy.Policies{Resource: trust(`"*"`)}, allowed},
	"trust-aws-star-is-star":     {assume(user, targetARN), policy.Policies{Resource: trust(`{"AWS":"*"}`)}, allowed},
	"trust-wildcard-is-text":     {assume(user, targetARN), policy.Policies{Resource: trust(`{"AWS":"arn:aws:iam::` + home + `:user/*"}`)}, implicit},
	"trust-names-deleted":        {assume(user, targetARN), policy.Policies{Identity: docs(full), Resource: trust(`{"AWS":"AIDAEXAMPLEEXAMPLE12"}`)}, implicit},
	"trust-names-session":        {assume(inSession(role), targetARN), policy.Policies{Resource: trust(`{"AWS":"` + sessionARN + `"}`)}, allowed},
	"trust-names-other-session":  {assume(inSession(role), targetARN), policy.Policies{Resource: trust(`{"AWS":"` + sessionARN + `x"}`)}, implicit},
	"trust-names-some-session":   {assume(role, targetARN), policy.Policies{Resource: trust(`{"AWS":"` + sessionARN + `"}`)}, depends},
	"trust-names-canonical-user": {read(user), policy.Policies{Resource: bucket("Allow", `"Principal":{"CanonicalUser":"79a5"}`)}, implicit},
	"trust-names-service":        {assume(ec2, targetARN), policy.Policies{Resource: trust(`{"Service":["lambda.amazonaws.com","ec2.amazonaws.com"]}`)}, allowed},
	"trust-names-other-service":  {assume(ec2, targetARN), policy.Policies{Resource: trust(`{"Service":"lambda.amazonaws.com"}`)}, implicit},
	"trust-names-provider": {
		policy.Request{Caller: policy.Caller{Kind: policy.Federated, ARN: "arn:aws:iam::" + home + ":oidc-provider/example.com"}, Action: "sts:AssumeRoleWithWebIdentity", Resource: targetARN},
		policy.Policies{Resource: doc(`{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity","Principal":{"Federated":"arn:aws:iam::` + home + `:oidc-provider/example.com"},"Condition":{"StringLike":{"example.com:sub":"repo:*"}}}`)},
		depends,
	},
	"trust-with-external-id": {assume(user, targetARN), policy.Policies{Resource: doc(`{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"` + userARN + `"},"Condition":{"StringEquals":{"sts:ExternalId":"x"}}}`)}, depends},
	"trust-for-organization": {
		assume(user, targetARN),
		policy.Policies{Resource: doc(`{"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-aaaaaaaaaa"}}}`)},
		allowed,
	},
	"trust-denies-caller": {assume(user, targetARN), policy.Policies{Resource: doc(`{"Effect":"Allow","Action":"sts:*","Principal":"*"}`, `{"Effect":"Deny","Action":"sts:*","Principal":{"AWS":"`+home+`"}}`)}, explicit},

	"across-accounts-both":          {assume(user, foreignARN), policy.Policies{Identity: docs(full), Resource: trust(`{"AWS":"` + home + `"}`)}, allowed},
	"across-accounts-trust-alone":   {assume(user, foreignARN), policy.Policies{Resource: trust(`{"AWS":"` + userARN + `"}`)}, implicit},
	"across-accounts-identity":      {assume(user, foreignARN), policy.Policies{Identity: docs(full), Resource: trust(`{"AWS":"` + other + `"}`)}, implicit},
	"across-accounts-boundary":      {assume(user, foreignARN), policy.Policies{Identity: docs(full), Boundary: doc(onlyEC2), Resource: trust(`{"AWS":"` + userARN + `"}`)}, implicit},
	"across-accounts-star":          {assume(user, foreignARN), policy.Policies{Identity: docs(full), Resource: trust(`"*"`)}, allowed},
	"across-accounts-role-no-slash": {assume(role, foreignARN), policy.Policies{Identity: docs(full), Resource: trust(`{"AWS":"arn:aws:iam::` + home + `:role/builder"}`)}, implicit},

	"resource-names-user":             {read(user), policy.Policies{Resource: bucket("Allow", `"Principal":{"AWS":"`+userARN+`"}`)}, allowed},
	"resource-names-user-boundary":    {read(user), policy.Policies{Boundary: doc(onlyEC2), Resource: bucket("Allow", `"Principal":{"AWS":"`+userARN+`"}`)}, allowed},
	"resource-names-role-boundary":    {read(role), policy.Policies{Boundary: doc(onlyEC2), Resource: bucket("Allow", `"Principal":{"AWS":"`+roleARN+`"}`)}, implicit},
	"resource-names-session-boundary": {read(inSession(role)), policy.Policies{Boundary: doc(onlyEC2), Resource: bucket("Allow", `"Principal":{"AWS":"`+sessionARN+`"}`)}, allowed},
	"resource-names-session-deny":     {read(inSession(role)), policy.Policies{Boundary: doc(full, denyAll), Resource: bucket("Allow", `"Principal":{"AWS":"`+sessionARN+`"}`)}, explicit},
	"resource-names-root":             {read(user), policy.Policies{Resource: bucket("Allow", `"Principal":{"AWS":"`+home+`"}`)}, implicit},
	"resource-scp-still-holds":        {read(user), policy.Policies{SCPs: levels(docs(onlyEC2)), Resource: bucket("Allow", `"Principal":{"AWS":"`+userARN+`"}`)}, implicit},
	"resource-for-anonymous":          {read(policy.Caller{Kind: policy.Anonymous}), policy.Policies{Resource: bucket("Allow", `"Principal":"*"`)}, allowed},
	"resource-not-for-anonymous":      {read(policy.Caller{Kind: policy.Anonymous}), policy.Policies{Resource: bucket("Allow", `"Principal":{"AWS":"`+home+`"}`)}, implicit},
	"key-policy-is-mandatory":         {policy.Request{Caller: user, Action: "kms:Decrypt", Resource: "arn:aws:kms:eu-west-1:" + home + ":key/1"}, policy.Policies{Identity: docs(full)}, implicit},
	"key-list-needs-no-key-policy":    {policy.Request{Caller: user, Action: "kms:ListKeys", Resource: "*"}, policy.Policies{Identity: docs(full)}, allowed},

	"not-principal-allows-others":  {owned(read(user), other), policy.Policies{Identity: docs(full), Resource: bucket("Allow", `"NotPrincipal":{"AWS":"`+other+`"}`)}, allowed},
	"not-principal-denies-others":  {read(user), policy.Policies{Identity: docs(full), Resource: bucket("Deny", `"NotPrincipal":{"AWS":["`+home+`","`+roleARN+`"]}`)}, explicit},
	"not-principal-spares-listed":  {read(user), policy.Policies{Identity: docs(full), Resource: bucket("Deny", `"NotPrincipal":{"AWS":["`+home+`","`+userARN+`"]}`)}, allowed},
	"not-principal-meets-boundary": {read(user), policy.Policies{Identity: docs(full), Boundary: doc(full), Resource: bucket("Deny", `"NotPrincipal":{"AWS":["`+home+`","`+userARN+`"]}`)}, explicit},

	"resource-unknown-star":              {policy.Request{Caller: user, Action: "iam:PassRole"}, policy.Policies{Identity: docs(full)}, allowed},
	"resource-unknown-some":              {policy.Request{Caller: user, Action: "iam:PassRole"}, policy.Policies{Identity: docs(`{"Effect":"Allow","Action":"*","Resource":"` + targetARN + `"}`)}, depends},
	"resource-with-missing-variable":     {managed(read(role), ""), policy.Policies{Identity: docs(`{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::reports/${aws:username}"}`)}, implicit},
	"not-resource-with-missing-variable": {read(role), policy.Policies{Identity: docs(full, `{"Effect":"Deny","Action":"*","NotResource":"arn:aws:s3:::reports/${aws:username}"}`)}, depends},
	"resource-with-unknown-variable":     {read(role), policy.Policies{Identity: docs(`{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::reports/${aws:PrincipalTag/x}"}`)}, depends},
	"resource-unlike-unknown-variable":   {read(role), policy.Policies{Identity: docs(`{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::x/${aws:PrincipalTag/x}"}`)}, implicit},
	"key-policy-names-root":              {policy.Request{Caller: root, Action: "kms:Decrypt", Resource: "arn:aws:kms:eu-west-1:" + home + ":key/1"}, policy.Policies{Resource: doc(`{"Effect":"Allow","Action":"kms:*","Resource":"*","Principal":{"AWS":"` + home + `"}}`)}, allowed},
	"caller-without-account":             {assume(policy.Caller{Kind: policy.Role, ARN: "builder"}, targetARN), policy.Policies{Identity: docs(full), Resource: trust(`{"AWS":["` + home + `","` + sessionARN + `"]}`)}, implicit},
	"owner-unknown":                      {policy.Request{Caller: policy.Caller{Kind: policy.Anonymous}, Action: "s3:GetObject", Resource: objectARN}, policy.Policies{Resource: doc(`{"Effect":"Allow","Action":"*","Principal":"*","Condition":{"StringEquals":{"aws:ResourceAccount":"` + home + `"}}}`)}, depends},
	"unread-identity":                    {read(user), policy.Policies{Unread: []policy.Kind{policy.Identity}}, depends},
	"unread-identity-denied":             {read(user), policy.Policies{Identity: docs(denyAll), Unread: []policy.Kind{policy.Identity}}, explicit},
	"unread-boundary":                    {read(user), policy.Policies{Identity: docs(full), Unread: []policy.Kind{policy.Boundary}}, depends},
	"unread-boundary-no-allow":           {read(user), policy.Policies{Unread: []policy.Kind{policy.Boundary}}, implicit},
	"unread-scp":                         {read(user), policy.Policies{Identity: docs(full), SCPs: levels(docs(full)), Unread: []policy.Kind{policy.SCP}}, depends},
	"unread-scp-in-management":           {managed(read(user), home), policy.Policies{Identity: docs(full), Unread: []policy.Kind{policy.SCP}}, allowed},
	"unread-rcp":                         {read(user), policy.Policies{Identity: docs(full), Unread: []policy.Kind{policy.RCP}}, depends},
	"unread-trust":                       {assume(user, targetARN), policy.Policies{Identity: docs(full), Unread: []policy.Kind{policy.Resource}}, depends},
	"malformed-document":                 {read(user), policy.Policies{Identity: []*policy.Document{doc(full), policy.Parse("{")}}, depends},
	"statement-without-action":           {read(user), policy.Policies{Identity: docs(full, `{"Effect":"Deny","Resource":"*"}`)}, depends},
	"identity-without-resource":          {read(user), policy.Policies{Identity: docs(full, `{"Effect":"Deny","Action":"*"}`)}, depends},
	"resource-names-nobody":              {read(user), policy.Policies{Identity: docs(full), Resource: doc(`{"Effect":"Deny","Action":"*","Resource":"*"}`)}, depends},
	"effect-of-no-kind":                  {read(user), policy.Policies{Identity: docs(`{"Effect":"allow","Action":"*","Resource":"*"}`)}, implicit},
}

func TestEvaluate(t *testing.T) {
	for name, tt := range evaluations {
		t.Run(name, func(t *testing.T) {
			d := policy.Evaluate(tt.request, tt.policies)
			if got := verdict(d); got != tt.want {
				t.Errorf("%s, want %s: %+v", got, tt.want, d)
			}
			if explained(d) == false {
				t.Errorf("not explained: %+v", d)
			}
		})
	}
}

// explained says that a decision has the reasons that its outcome needs, and no others.
func explained(d policy.Decision) bool {
	certainDeny := slices.ContainsFunc(d.Because, func(r policy.Reason) bool { return r.Effect == policy.Deny && r.Certain })
	switch {
	case d.Outcome == policy.Depends:
		return len(d.Because) > 0 && len(d.Conditions) > 0 && !d.Explicit
	case d.Explicit:
		return d.Outcome == policy.Deny && certainDeny && d.Blockers == nil && d.Conditions == nil
	case d.Outcome == policy.Deny:
		return d.Because == nil && len(d.Blockers) > 0 && d.Conditions == nil
	default:
		return d.Blockers == nil && d.Conditions == nil && !certainDeny
	}
}

func TestDecisionSaysWhy(t *testing.T) {
	tests := map[string]struct {
		policies policy.Policies
		want     policy.Decision
	}{
		"allow": {
			policy.Policies{Identity: []*policy.Document{doc(onlyEC2), doc(onlyEC2, `{"Sid":"All","Effect":"Allow","Action":"*","Resource":"*"}`)}, SCPs: levels(docs(full)), RCPs: levels(docs(full))},
			policy.Decision{Outcome: policy.Allow, Because: []policy.Reason{
				{Kind: policy.SCP, Effect: policy.Allow, Certain: true},
				{Kind: policy.Identity, Document: 1, Statement: 1, SID: "All", Effect: policy.Allow, Certain: true},
			}},
		},
		"deny": {
			policy.Policies{Identity: docs(full), SCPs: levels(docs(full), docs(onlyEC2, denyAll))},
			policy.Decision{Outcome: policy.Deny, Explicit: true, Because: []policy.Reason{
				{Kind: policy.SCP, Level: 1, Statement: 1, Effect: policy.Deny, Certain: true},
			}},
		},
		"blocked": {
			policy.Policies{Identity: docs(full), Boundary: doc(mfaAllow), SCPs: levels(docs(full), docs(onlyEC2))},
			policy.Decision{Outcome: policy.Deny, Blockers: []policy.Blocker{{Kind: policy.SCP, Level: 1, Certain: true}}},
		},
		"depends": {
			policy.Policies{Identity: docs(full, mfaAllow), Boundary: doc(mfaAllow, mfaAllow, mfaDeny)},
			policy.Decision{
				Because: []policy.Reason{
					{Kind: policy.Identity, Effect: policy.Allow, Certain: true},
					{Kind: policy.Boundary, Statement: 0, Effect: policy.Allow},
					{Kind: policy.Boundary, Statement: 1, Effect: policy.Allow},
					{Kind: policy.Boundary, Statement: 2, Effect: policy.Deny},
				},
				Blockers: []policy.Blocker{{Kind: policy.Boundary}},
				Conditions: []policy.Dependency{
					{Kind: policy.Boundary, Effect: policy.Allow, Operator: "Bool", Key: "aws:MultiFactorAuthPresent", Values: []string{"true"}},
					{Kind: policy.Boundary, Effect: policy.Deny, Operator: "BoolIfExists", Key: "aws:MultiFactorAuthPresent", Values: []string{"false"}},
				},
			},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, policy.Evaluate(read(user), tt.policies)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

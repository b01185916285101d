package access_test

import (
	"fmt"
	"testing"

	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// usualAccount has 100 principals as accounts have them: applications that run with a role, a few people, pipelines that
// pass roles, and an administrator or two.
func usualAccount() *snapshot.Account {
	a := &snapshot.Account{ID: accountID, Partition: "aws"}
	arn := "arn:aws:iam::" + accountID + ":"
	add := func(name, trust string, statements ...string) {
		a.Roles = append(a.Roles, snapshot.Role{ARN: arn + "role/" + name, Name: name, Path: "/", Trust: trust, Inline: inlines(statements...)})
	}
	for i := range 60 {
		name := fmt.Sprint("app-", i)
		add(name, executorTrust, "Allow s3:GetObject,s3:PutObject arn:aws:s3:::"+name+"/*", "Allow dynamodb:*Item arn:aws:dynamodb:*:*:table/"+name,
			"Allow logs:CreateLogStream,logs:PutLogEvents *", "Allow kms:Decrypt *", "Allow secretsmanager:GetSecretValue arn:aws:secretsmanager:*:*:secret:"+name+"-*")
		a.Roles[i].InstanceProfiles = []snapshot.InstanceProfile{{Name: name}}
	}
	for i := range 5 {
		add(fmt.Sprint("pipeline-", i), openTrust, "Allow lambda:*,cloudformation:*,ecs:* *", fmt.Sprintf("Allow iam:PassRole arn:aws:iam::%s:role/app-%d*", accountID, i))
	}
	add("administrator", openTrust, allowAll)
	add("limited-administrator", openTrust, onlyWithMF)
	for i := range 13 {
		add(fmt.Sprint("reader-", i), openTrust, "Allow s3:Get*,s3:List*,ec2:Describe*,iam:Get*,iam:List*,lambda:Get*,logs:*,cloudwatch:* *")
	}
	for i := range 20 {
		name := fmt.Sprint("person-", i)
		a.Users = append(a.Users, snapshot.User{ARN: arn + "user/" + name, Name: name, Path: "/", Groups: []string{"staff"}})
	}
	a.Groups = []snapshot.Group{{ARN: arn + "group/staff", Name: "staff", Inline: inlines(
		"Allow ec2:*,s3:*,sqs:*,sns:* *", "Allow iam:CreateAccessKey,iam:DeleteAccessKey,iam:ChangePassword arn:aws:iam::*:user/${aws:username}",
		`{"Effect":"Deny","NotAction":["iam:*","sts:*"],"Resource":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}`)}}
	return a
}

// BenchmarkSteps finds the steps of all principals of a usual account of 100, below four levels of control policies.
func BenchmarkSteps(b *testing.B) {
	a := usualAccount()
	if n := len(a.Users) + len(a.Roles); n != 100 {
		b.Fatalf("%d principals", n)
	}
	parsed := map[string]*policy.Document{}
	parse := func(text string) *policy.Document {
		if parsed[text] == nil {
			parsed[text] = policy.Parse(text)
		}
		return parsed[text]
	}
	full := scp(document(allowAll), "r-root", "ou-upper", "ou-lower", accountID)
	region := scp(document(`{"Effect":"Deny","NotAction":["iam:*","sts:*","organizations:*"],"Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":["eu-west-1"]}}}`), "ou-upper")
	org := organization(full, region)
	b.ReportAllocs()
	steps := 0
	for b.Loop() {
		steps = 0
		analysis := access.New(a, org, parse)
		for i := range a.Users {
			steps += len(analysis.UserSteps(&a.Users[i]))
		}
		for i := range a.Roles {
			steps += len(analysis.RoleSteps(&a.Roles[i]))
		}
	}
	b.ReportMetric(float64(steps), "steps/op")
}

package policy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/scan/policy"
)

func TestAllActions(t *testing.T) {
	tests := map[string]bool{
		"*": true, "**": true, "*:*": true, "*:**": true, "?*": true, "?*:?*": true, "*?": true, "??*:???*": true, "*:???*": true,
		"": false, ":": false, "?": false, "*:": false, ":*": false, "*:????*": false, "???*:*": false, "*:???": false, "*:*:*": false,
		"s3:*": false, "*:Get*": false, "*s*": false, "*a*:*": false, "*:*e*": false, "*q*": false, "*z*": false, "${*}": false,
	}
	for pattern, want := range tests {
		s := policy.Statement{Actions: []string{"sts:AssumeRole", pattern}}
		if got := s.AllActions(); got != want {
			t.Errorf("AllActions of %q is %v", pattern, got)
		}
	}
	if s := (policy.Statement{NotActions: []string{"*"}}); s.AllActions() {
		t.Error("NotAction was taken for Action")
	}
}

func TestAllResources(t *testing.T) {
	tests := map[string]bool{
		"*": true, "**": true, "arn:*": true, "arn:aws:*": true, "arn:*:*:*:*:*": true, "arn:aws:*:*:*:*": true, "*:*": true,
		"arn:aws-cn:*": true, "arn:aws-us-gov:*:*:*:*": true, "a*": true, "arn:aws:*?": true,
		"": false, "?": false, "arn:aws:s3:::*": false, "arn:*:s3:*": false, "arn:aws:*:*:111122223333:*": false,
		"arn:aws:*:us-east-1:*:*": false, "arn:aws:*:*:?*:*": false, "arn:aws:*:*:*:*:*": false, "arn:aws:*:*:*:role/*": false,
		"ARN:*": false, "*/*": false, "arn:aws:?": false, "arn:moon:*": false, "*z*": false, "*q": false, "${*}": false,
	}
	for pattern, want := range tests {
		s := policy.Statement{Resources: []string{"arn:aws:s3:::example", pattern}}
		if got := s.AllResources(); got != want {
			t.Errorf("AllResources of %q is %v", pattern, got)
		}
	}
	if s := (policy.Statement{}); s.AllResources() {
		t.Error("a statement without Resource covers all of them")
	}
}

func TestServiceWildcards(t *testing.T) {
	s := policy.Statement{Actions: []string{
		"S3:*", "s3:**", "iam:Get*", "ec2:*?", "kms:Decrypt", "*", "*:*", "s*:*", "sqs", ":*", "sns:????*", "lambda:???*", "sts:",
	}}
	if diff := cmp.Diff([]string{"ec2", "lambda", "s3"}, s.ServiceWildcards()); diff != "" {
		t.Errorf("services (-want +got):\n%s", diff)
	}
	if got := (&policy.Statement{Actions: []string{"iam:Get*"}}).ServiceWildcards(); got != nil {
		t.Errorf("got %q, want none", got)
	}
}

func TestAdminStatements(t *testing.T) {
	d := policy.Parse(`{"Version":"2012-10-17","Statement":[
		{"Effect":"Deny","Action":"*","Resource":"*"},
		{"Effect":"Allow","Action":["s3:*","*:*"],"Resource":["x","arn:aws:*"],"Sid":"Plain"},
		{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::*"},
		{"Effect":"Allow","Action":"s3:*","Resource":"*"},
		{"Effect":"Allow","NotAction":"iam:*","Resource":"*"},
		{"Effect":"Allow","Action":"*","NotResource":"x"},
		{"Effect":"Allow","Action":"*"},
		{"Effect":"allow","Action":"*","Resource":"*"},
		{"Effect":"Allow","Action":"*","Resource":"*","Condition":{
			"Bool":{"aws:MultiFactorAuthPresent":true},"StringEquals":{"aws:RequestedRegion":"eu-west-1"},"Null":{"aws:MultiFactorAuthPresent":false}}},
		{"Effect":"Allow","Action":"*","Resource":"*","Condition":"nonsense"},
		{"Effect":"Allow","Action":"*","Resource":"*","Condition":{}}]}`)
	want := []policy.AdminStatement{
		{Index: 1, SID: "Plain"},
		{Index: 8, ConditionKeys: []string{"aws:MultiFactorAuthPresent", "aws:RequestedRegion"}},
		{Index: 9, ConditionKeys: []string{""}},
		{Index: 10},
	}
	got := d.AdminStatements()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got[0].Limited() || !got[1].Limited() || !got[2].Limited() {
		t.Error("Limited does not follow the condition keys")
	}
}

package main

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

func TestWantedPrincipal(t *testing.T) {
	q := &inquiry{organization: &snapshot.Organization{Accounts: []snapshot.OrgAccount{
		{ID: "111122223333", Name: "web"}, {ID: "222233334444", Name: "twice"}, {ID: "333344445555", Name: "twice"},
	}}}
	for text, want := range map[string]wanted{
		"deploy":                   {name: "deploy"},
		"role/deploy":              {name: "role/deploy"},
		"web:role/deploy":          {account: "111122223333", name: "role/deploy"},
		"111122223333:user/ci/bot": {account: "111122223333", name: "user/ci/bot"},
		"web:root":                 {account: "111122223333", name: "root"},
		"web":                      {account: "111122223333", name: "root"},
		"222233334444":             {account: "222233334444", name: "root"},
		"twice":                    {name: "twice"},
		"arn:aws:iam::111122223333:role/x/deploy": {
			account: "111122223333", name: "role/x/deploy", arn: "arn:aws:iam::111122223333:role/x/deploy",
		},
		"arn:aws-cn:iam::999988887777:root": {account: "999988887777", name: "root", arn: "arn:aws-cn:iam::999988887777:root"},
		"arn:aws:sts::111122223333:assumed-role/deploy/build": {
			account: "111122223333", name: "role/deploy", session: "arn:aws:sts::111122223333:assumed-role/deploy/build",
		},
	} {
		want.text = text
		got, err := q.wantedOf(text)
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(wanted{})); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", text, err, diff)
		}
	}
	for _, text := range []string{
		"", "root", "web:", "wob:role/x", "twice:role/x", "web:group/x", "arn:aws:s3:::bucket", "arn:aws:iam::111122223333:group/x",
		"arn:aws:iam::111122223333:role/", "arn:aws:iam::1111:role/x", "arn:aws:sts::111122223333:assumed-role/deploy", "arn:aws:iam",
	} {
		if got, err := q.wantedOf(text); !isUsageError(err) {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
}

func isUsageError(err error) bool {
	_, ok := errors.AsType[*usageError](err)
	return ok
}

func TestSearchByName(t *testing.T) {
	a := &snapshot.Account{
		ID: "111122223333", Partition: "aws",
		Users: []snapshot.User{{Name: "deploy", ARN: "arn:aws:iam::111122223333:user/ci/deploy"}},
		Roles: []snapshot.Role{
			{Name: "deploy", ARN: "arn:aws:iam::111122223333:role/deploy"}, {Name: "run", ARN: "arn:aws:iam::111122223333:role/ci/run"},
		},
	}
	for name, want := range map[string][]string{
		"deploy":         {"111122223333:user/ci/deploy", "111122223333:role/deploy"},
		"role/deploy":    {"111122223333:role/deploy"},
		"user/deploy":    {"111122223333:user/ci/deploy"},
		"user/ci/deploy": {"111122223333:user/ci/deploy"},
		"ci/run":         {"111122223333:role/ci/run"},
		"root":           {"111122223333:root"},
		"role/ci/deploy": nil,
		"eploy":          nil,
		"Deploy":         nil,
	} {
		s := &search{wanted: wanted{name: name}}
		s.account(a)
		var got []string
		for _, c := range s.found {
			got = append(got, c.short())
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestActionAndResource(t *testing.T) {
	for text, want := range map[string]string{"s3:GetObject": "s3:GetObject", "IAM:passrole": "iam:PassRole", "sts:AssumeRole": "sts:AssumeRole"} {
		if got, err := actionOf(text); got != want || err != nil {
			t.Errorf("%s: %q, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "s3", "GetObject", "s3:", "s3:*", "s3:GetObj?ct", "nosuch:Thing", "s3:NoSuchThing", "s3:\x1b[2J"} {
		if got, err := actionOf(text); !isUsageError(err) {
			t.Errorf("action %q: %q, %v", text, got, err)
		}
	}
	for text, want := range map[string]string{"": "*", "*": "*", "arn:aws:s3:::b/k": "arn:aws:s3:::b/k"} {
		if got, err := resourceOf(text); got != want || err != nil {
			t.Errorf("%s: %q, %v", text, got, err)
		}
	}
	for _, text := range []string{"b", "arn:aws:s3", "arn:aws:s3:::", "arn:aws:s3:::b/*", "arn:aws:s3:::b/?", "b:aws:s3:::b"} {
		if got, err := resourceOf(text); !isUsageError(err) {
			t.Errorf("resource %q: %q, %v", text, got, err)
		}
	}
}

func TestNearest(t *testing.T) {
	n := nearest{wanted: "deploy"}
	for _, name := range []string{"destroy", "deplou", "deploys", "something-else", "deplou", "DEPLOY"} {
		n.offer(name)
	}
	if got := n.hint("none"); got != "DEPLOY, deplou, deploys" {
		t.Errorf("%q", got)
	}
	if got := (&nearest{wanted: "x"}).hint("none"); got != "none" {
		t.Errorf("%q", got)
	}
}

// TestAnswerTextIsPlain feeds names that a terminal would obey.
func TestAnswerTextIsPlain(t *testing.T) {
	const hostile = "\x1b[2J\nyes: everything\u202e"
	text := answerText("user/"+hostile, questionLine{Action: "s3:GetObject", Resource: "arn:aws:s3:::" + hostile}, &access.Answer{
		Grounds: []access.Ground{{
			Statement: access.Statement{Source: hostile, SID: hostile}, Effect: policy.Allow, Level: hostile, Resources: []string{hostile},
			Conditions: []policy.Condition{{Operator: hostile, Key: hostile, Values: []string{hostile}}},
		}},
		Blocks:     []access.Block{{Kind: policy.SCP, Level: hostile, Policies: []string{hostile}, Certain: true}},
		Conditions: []policy.Dependency{{Operator: hostile, Key: hostile}},
		Unread:     []string{hostile},
	})
	if strings.ContainsAny(text, "\x1b\u202e") || strings.Contains(text, "\nyes") || !strings.Contains(text, `\x1b[2J yes: everything\u202e`) {
		t.Errorf("%q", text)
	}
}

// TestAnswerVerdicts reads the first line of answers that the scripts do not reach.
func TestAnswerVerdicts(t *testing.T) {
	some := questionLine{Action: "s3:GetObject", Resource: access.Any}
	one := questionLine{Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k"}
	for want, test := range map[string]struct {
		question questionLine
		answer   access.Answer
	}{
		"yes: p may do s3:GetObject on any resource":                                                   {some, access.Answer{Outcome: policy.Allow}},
		"yes: p may do s3:GetObject on arn:aws:s3:::b/k, as far as the policies of its account decide": {one, access.Answer{Outcome: policy.Allow}},
		"yes: p may do s3:GetObject on arn:aws:s3:::b/k":                                               {one, access.Answer{Outcome: policy.Allow, Sight: access.Seen}},
		"no: p may not do s3:GetObject on arn:aws:s3:::b/k: the service control policies at Root do not allow it": {
			one, access.Answer{Outcome: policy.Deny, Blocks: []access.Block{{Kind: policy.SCP, Level: "Root", Certain: true}}},
		},
		"no: p may not do s3:GetObject on arn:aws:s3:::b/k: nothing allows it": {one, access.Answer{Outcome: policy.Deny, Sight: access.Nothing}},
		"it depends: p may do s3:GetObject on some resources, under conditions, unless what could not be read says otherwise": {
			some, access.Answer{
				Unread: []string{"x"}, Grounds: []access.Ground{{Effect: policy.Allow, Resources: []string{"a"}}},
				Conditions: []policy.Dependency{{Operator: "Bool", Key: "k"}},
			},
		},
	} {
		first, _, _ := strings.Cut(answerText("p", test.question, &test.answer), "\n")
		if first != want {
			t.Errorf("%q, want %q", first, want)
		}
	}
}

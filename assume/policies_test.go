package assume_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/assume"
)

func TestSessionPolicyIsMinifiedAndSorted(t *testing.T) {
	got, err := assume.SessionPolicy([]string{"iam:ListUsers", "sts:GetCallerIdentity", "iam:GetRole", "iam:ListUsers"})
	want := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:GetRole","iam:ListUsers"],"Resource":["*"]}]}`
	if err != nil || got != want {
		t.Errorf("policy %s (%v), want %s", got, err, want)
	}
}

func TestSessionPolicyWidensOnlyWhatItMust(t *testing.T) {
	actions := []string{"iam:GenerateCredentialReport"}
	for i := range 60 {
		actions = append(actions, fmt.Sprintf("iam:GetSomethingLong%02d", i), fmt.Sprintf("iam:ListShort%02d", i/2))
	}
	got, err := assume.SessionPolicy(actions)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) > 2048 {
		t.Errorf("%d characters", len(got))
	}
	for _, want := range []string{`"iam:Get*"`, `"iam:ListShort00"`, `"iam:GenerateCredentialReport"`} {
		if !strings.Contains(got, want) {
			t.Errorf("policy %s lacks %s", got, want)
		}
	}
	if strings.Contains(got, "iam:GetSomething") {
		t.Error("the widened actions are still there")
	}
}

func TestSessionPolicyThatCannotFit(t *testing.T) {
	var actions []string
	for i := range 200 {
		actions = append(actions, fmt.Sprintf("svc%03d:GetSomething", i))
	}
	if got, err := assume.SessionPolicy(actions); err == nil || got != "" {
		t.Errorf("policy of %d characters (%v), want an error", len(got), err)
	}
	if _, err := assume.SessionPolicy([]string{"sts:GetCallerIdentity"}); err == nil {
		t.Error("a policy that allows nothing is no error")
	}
}

// FuzzSessionPolicy: whatever the actions, the policy is JSON of an allowed size that covers each of them.
func FuzzSessionPolicy(f *testing.F) {
	f.Add("iam:GetRole,iam:ListUsers", 1)
	f.Add("s3:GetBucketPolicy,iam:Get,iam:Get*", 70)
	f.Fuzz(func(t *testing.T, names string, times int) {
		var actions []string
		for i := range max(0, min(times, 200)) {
			for name := range strings.SplitSeq(strings.ToValidUTF8(names, ""), ",") {
				actions = append(actions, fmt.Sprintf("%s%d", name, i))
			}
		}
		text, err := assume.SessionPolicy(actions)
		if err != nil {
			return
		}
		if len(text) > 2048 || !json.Valid([]byte(text)) {
			t.Fatalf("%d characters: %s", len(text), text)
		}
		allowed := actionsOf(t, text)
		for _, action := range actions {
			service, name, _ := strings.Cut(action, ":")
			wide := slices.ContainsFunc([]string{"Get", "List", "Describe"}, func(verb string) bool {
				return strings.HasPrefix(name, verb) && slices.Contains(allowed, service+":"+verb+"*")
			})
			if !wide && !slices.Contains(allowed, action) {
				t.Fatalf("%q is not in %q", action, allowed)
			}
		}
	})
}

func actionsOf(t *testing.T, policy string) []string {
	t.Helper()
	var doc struct{ Statement []struct{ Action []string } }
	if err := json.Unmarshal([]byte(policy), &doc); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, s := range doc.Statement {
		all = append(all, s.Action...)
	}
	return all
}

func TestAuditRolePolicy(t *testing.T) {
	want := `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "OrgscanRead",
      "Effect": "Allow",
      "Action": [
        "iam:GetRole",
        "iam:ListUsers"
      ],
      "Resource": [
        "*"
      ]
    }
  ]
}
`
	if diff := cmp.Diff(want, assume.AuditRolePolicy([]string{"iam:ListUsers", "sts:GetCallerIdentity", "iam:GetRole"})); diff != "" {
		t.Errorf("policy (-want +got):\n%s", diff)
	}
}

func TestCallerPolicies(t *testing.T) {
	orgActions := []string{"organizations:ListAccounts"}
	named := assume.Role{Name: "/audit/Audit", In: map[string]string{trusting: "Other"}, SourceIdentity: "ci-runner", Tags: map[string]string{"a": "b"}}
	hub := assume.Role{Name: "Audit", HubRole: hubRole}
	cases := map[string]struct {
		policy    string
		actions   []string
		resources []string
	}{
		"direct": {
			assume.CallerPolicy(orgActions, "aws-cn", named),
			[]string{"organizations:ListAccounts", "sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"},
			[]string{"*", "arn:aws-cn:iam::*:role/audit/Audit", "arn:aws-cn:iam::222233334444:role/Other"},
		},
		"to-the-hub": {
			assume.CallerPolicy(orgActions, "aws", hub),
			[]string{"organizations:ListAccounts", "sts:AssumeRole"},
			[]string{"*", hubRole},
		},
		"without-organization": {
			assume.CallerPolicy(nil, "aws", hub), []string{"sts:AssumeRole"}, []string{hubRole},
		},
		"of-the-hub": {
			assume.HubPolicy("aws", hub), []string{"sts:AssumeRole"}, []string{"arn:aws:iam::*:role/Audit"},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.actions, actionsOf(t, c.policy)); diff != "" {
				t.Errorf("actions (-want +got):\n%s", diff)
			}
			var doc struct{ Statement []struct{ Resource []string } }
			if err := json.Unmarshal([]byte(c.policy), &doc); err != nil {
				t.Fatal(err)
			}
			var resources []string
			for _, s := range doc.Statement {
				resources = append(resources, s.Resource...)
			}
			if diff := cmp.Diff(c.resources, resources); diff != "" {
				t.Errorf("resources (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTrustPolicy(t *testing.T) {
	got := assume.TrustPolicy(assume.Trust{
		Partition: "aws-us-gov", Principal: "arn:aws-us-gov:sts::111122223333:assumed-role/Sweeper/nightly",
		OrganizationID: "o-test", ExternalID: externalID, Tags: true,
	})
	want := `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "OrgscanTrust",
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws-us-gov:iam::111122223333:root"
      },
      "Action": [
        "sts:AssumeRole",
        "sts:TagSession"
      ],
      "Condition": {
        "ArnLike": {
          "aws:PrincipalArn": [
            "arn:aws-us-gov:iam::111122223333:role/Sweeper",
            "arn:aws-us-gov:iam::111122223333:role/*/Sweeper"
          ]
        },
        "StringEquals": {
          "aws:PrincipalOrgID": [
            "o-test"
          ],
          "sts:ExternalId": [
            "external-id-of-the-test"
          ]
        }
      }
    }
  ]
}
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("policy (-want +got):\n%s", diff)
	}
}

func TestRoleCheck(t *testing.T) {
	good := assume.Role{
		Name: "/audit/team/OrgScanAudit", ExternalID: "a:b/c", SessionName: "nightly", HubRole: hubRole, SourceIdentity: "ci-runner",
		In: map[string]string{trusting: "Other", bare: "arn:aws:iam::333344445555:role/audit/Other"}, Duration: 900e9,
	}
	if err := good.Check(); err != nil {
		t.Errorf("a good role: %v", err)
	}
	cases := map[string]func(*assume.Role){
		"no-name":                func(r *assume.Role) { r.Name = "" },
		"space-in-name":          func(r *assume.Role) { r.Name = "Org Scan" },
		"arn-as-name":            func(r *assume.Role) { r.Name = "arn:aws:iam::111122223333:role/A" },
		"hub-name":               func(r *assume.Role) { r.HubRole = "Hub" },
		"short-external-id":      func(r *assume.Role) { r.ExternalID = "x" },
		"bad-external-id":        func(r *assume.Role) { r.ExternalID = "secret of the test" },
		"session-name":           func(r *assume.Role) { r.SessionName = "a b" },
		"source-identity":        func(r *assume.Role) { r.SourceIdentity = "é" },
		"short-duration":         func(r *assume.Role) { r.Duration = 1e9 },
		"override-account":       func(r *assume.Role) { r.In = map[string]string{"1": "A"} },
		"override-name":          func(r *assume.Role) { r.In = map[string]string{trusting: "a b"} },
		"override-other-account": func(r *assume.Role) { r.In = map[string]string{trusting: hubRole} },
	}
	for name, spoil := range cases {
		t.Run(name, func(t *testing.T) {
			r := good
			spoil(&r)
			err := r.Check()
			if err == nil {
				t.Fatal("no error")
			}
			if strings.Contains(err.Error(), "secret of the test") {
				t.Errorf("%q repeats the external id", err)
			}
		})
	}
}

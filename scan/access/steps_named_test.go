package access_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// trusting is a trust policy that lets services in.
func trusting(services ...string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":["` + strings.Join(services, `","`) + `"]},"Action":"sts:AssumeRole"}]}`
}

// everywhere is an administrator's role that every service of the catalogue may use.
func everywhere() snapshot.Role {
	var services []string
	for _, technique := range access.Techniques() {
		if technique.Service != "" && !slices.Contains(services, technique.Service) {
			services = append(services, technique.Service)
		}
	}
	return snapshot.Role{
		ARN: "arn:aws:iam::111122223333:role/target", Name: "target", Path: "/", Trust: trusting(services...), Inline: inlines(allowAll),
		InstanceProfiles: []snapshot.InstanceProfile{{Name: "target"}},
	}
}

// techniquesOf are the techniques by which a user with the statements gets on, in an account with an administrator's role,
// another user and a group of administrators.
func techniquesOf(statements ...string) []access.Step {
	a := &snapshot.Account{
		ID: accountID, Partition: "aws",
		Users: []snapshot.User{
			{ARN: "arn:aws:iam::111122223333:user/actor", Name: "actor", Path: "/", Inline: inlines(statements...)},
			{ARN: "arn:aws:iam::111122223333:user/other", Name: "other", Path: "/", Inline: inlines(allowAll)},
		},
		Groups: []snapshot.Group{{ARN: "arn:aws:iam::111122223333:group/admins", Name: "admins", Inline: inlines(allowAll)}},
		Roles:  []snapshot.Role{everywhere()},
	}
	return access.New(a, organization(), policy.Parse).UserSteps(&a.Users[0])
}

// notAction is a statement that leaves actions out.
func notAction(effect string, actions ...string) string {
	return `{"Effect":"` + effect + `","NotAction":["` + strings.Join(actions, `","`) + `"],"Resource":"*"}`
}

// TestStepsNamedCases are verdicts that other tools got wrong, or right by luck: what must be found, and what must not.
func TestStepsNamedCases(t *testing.T) {
	tests := map[string]struct {
		statements []string
		// with must all be among the techniques, without none; only nil in both means no step at all.
		with, without []string
	}{
		"01-sts-alone-and-denied":   {[]string{"Allow sts:* *", "Deny sts:* *", notAction("Deny", "sts:*")}, nil, nil},
		"02-lambda-without-invoke":  {[]string{"Allow lambda:* *", "Deny lambda:InvokeFunction *", notAction("Deny", "glue:GetDevEndpoints")}, nil, nil},
		"03-denied-but-one-action":  {[]string{"Allow lambda:*,iam:PassRole,dynamodb:PutItem,cloudformation:CreateStack,ec2:RunInstances *", "Deny cloudformation:CreateStack,ec2:RunInstances *", notAction("Deny", "dynamodb:PutItem")}, nil, nil},
		"05-pass-role-alone":        {[]string{"Allow iam:Pass* arn:aws:iam::111122223333:role/target"}, nil, nil},
		"06-pattern-of-actions":     {[]string{"Allow iam:Put*y *"}, []string{"iam-put-user-policy-self"}, []string{"iam-attach-user-policy-self"}},
		"07-all-but-put":            {[]string{notAction("Allow", "iam:Put*", "iam:Create*", "iam:Attach*")}, []string{"iam-add-user-to-group", "ec2-run-instances"}, []string{"iam-put-user-policy-self", "iam-put-user-policy-key"}},
		"09-reading-a-domain":       {[]string{"Allow es:List*,es:Get*,es:Describe* *", "Allow es:* arn:aws:es:eu-west-1:111122223333:domain/logs"}, nil, nil},
		"13-deny-unless-mfa":        {[]string{"Allow iam:PutUserPolicy *", `{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}`}, []string{"iam-put-user-policy-self"}, nil},
		"14-self-service":           {[]string{"Allow iam:CreateAccessKey,iam:UpdateLoginProfile arn:aws:iam::*:user/${aws:username}"}, nil, nil},
		"deny-on-one-leaves-others": {[]string{"Allow iam:UpdateAssumeRolePolicy,iam:CreateAccessKey *", "Deny iam:* arn:aws:iam::111122223333:user/other"}, []string{"iam-update-assume-role-policy"}, []string{"iam-create-access-key"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			steps := techniquesOf(tt.statements...)
			if tt.with == nil && tt.without == nil && len(steps) > 0 {
				t.Errorf("%v", describe(steps))
			}
			for _, technique := range tt.with {
				if !uses(steps, technique, "user") {
					t.Errorf("no %s in %v", technique, describe(steps))
				}
			}
			for _, technique := range tt.without {
				if uses(steps, technique, "user") {
					t.Errorf("%s in %v", technique, describe(steps))
				}
			}
		})
	}
}

// TestStepsOfAnAdministrator: cases 4 and 8 are administrators, and case 13 with all of IAM one under a condition; both are
// reported as such and need no step.
func TestStepsOfAnAdministrator(t *testing.T) {
	for _, statements := range [][]string{{"Allow iam:* *", "Deny ec2:RunInstances *"}, {notAction("Allow", "nosuch:*")}} {
		if v := judge(&snapshot.Account{}, organization(), role(statements...)); !v.Certain() {
			t.Errorf("%v: %+v", statements, v)
		}
		if steps := techniquesOf(statements...); len(steps) > 0 {
			t.Errorf("%v", describe(steps))
		}
	}
	if steps := techniquesOf("Allow iam:PassRole,lambda:*,ec2:* *", "Deny ec2:RunInstances *"); uses(steps, "ec2-run-instances", "") || !uses(steps, "lambda-create-invoke", "") {
		t.Errorf("%v", describe(steps))
	}
	if steps := techniquesOf(onlyWithMF); len(steps) > 0 {
		t.Errorf("%v", describe(steps))
	}
	if steps := techniquesOf(onlyWithMF, "Allow iam:PutUserPolicy *"); !uses(steps, "iam-put-user-policy-self", "") {
		t.Errorf("without the condition: %v", describe(steps))
	}
}

// TestStepsConditionalDeny: the step stays, and says what it depends on.
func TestStepsConditionalDeny(t *testing.T) {
	steps := techniquesOf("Allow iam:PutUserPolicy *", `{"Effect":"Deny","Action":"iam:*","Resource":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}`)
	want := []access.Step{{
		Technique: "iam-put-user-policy-self", From: "arn:aws:iam::111122223333:user/actor", To: "arn:aws:iam::111122223333:root", Outcome: access.Proven,
		Conditions: []string{"aws:MultiFactorAuthPresent"}, AllowedBy: []access.Statement{{Source: "inline policy own", Place: 1}},
	}}
	if diff := cmp.Diff(want, steps, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

// TestStepsPerPolicy are cases 10 and 11: what a policy says counts for who holds it, and for nobody else.
func TestStepsPerPolicy(t *testing.T) {
	a := &snapshot.Account{
		ID: accountID, Partition: "aws",
		Users: []snapshot.User{
			{ARN: "arn:aws:iam::111122223333:user/good", Name: "good", Inline: inlines("Allow s3:* *")},
			{ARN: "arn:aws:iam::111122223333:user/bad", Name: "bad", Inline: inlines("Allow iam:PutUserPolicy *")},
		},
		Policies: []snapshot.ManagedPolicy{managedPolicy("unattached", document("Allow iam:PutUserPolicy *"))},
	}
	analysis := access.New(a, organization(), policy.Parse)
	if steps := analysis.UserSteps(&a.Users[0]); len(steps) > 0 {
		t.Errorf("%v", describe(steps))
	}
	if steps := analysis.UserSteps(&a.Users[1]); len(steps) != 1 {
		t.Errorf("%v", describe(steps))
	}
}

// TestStepsOfEachTechnique is case 12, for the whole catalogue of passed and running roles: exactly the actions give the
// step, and each one less does not.
func TestStepsOfEachTechnique(t *testing.T) {
	tried := 0
	for _, technique := range access.Techniques() {
		if technique.Service == "" || technique.Undecided != "" || technique.Service == "cognito-identity.amazonaws.com" {
			continue
		}
		tried++
		t.Run(technique.ID, func(t *testing.T) {
			steps := techniquesOf("Allow " + strings.Join(technique.Actions, ",") + " *")
			i := slices.IndexFunc(steps, func(s access.Step) bool { return s.Technique == technique.ID })
			if i < 0 || steps[i].To != "arn:aws:iam::111122223333:role/target" || (steps[i].Outcome == access.Proven) != (technique.Need == "") {
				t.Fatalf("%v", describe(steps))
			}
			for j := range technique.Actions {
				less := slices.Delete(slices.Clone(technique.Actions), j, j+1)
				if len(less) > 0 && uses(techniquesOf("Allow "+strings.Join(less, ",")+" *"), technique.ID, "") {
					t.Errorf("also without %s", technique.Actions[j])
				}
			}
		})
	}
	if tried < 80 {
		t.Errorf("only %d techniques were tried", tried)
	}
}

// TestStepsUnread: what could not be read makes a step possible, and says so; a policy that could not be read makes none.
func TestStepsUnread(t *testing.T) {
	s := asUser("Allow iam:AddUserToGroup *").group("admins", false, allowAll)
	s.org = organization()
	s.org.Missing = map[snapshot.Section]snapshot.Reason{snapshot.SectionPolicies: {Cause: findings.Denied}}
	steps := s.steps()
	if len(steps) != 1 || steps[0].Outcome != access.Possible || !steps[0].Certain() ||
		!slices.Equal(steps[0].Unread, []string{access.ControlPolicies}) || len(steps[0].Needs) != 1 {
		t.Errorf("%v", describe(steps))
	}
	s = asUser("Allow s3:* *").group("admins", false, allowAll).with(func(a *snapshot.Account) {
		a.Users[0].Attached = []snapshot.AttachedPolicy{{Name: "gone", ARN: own + "policy/gone"}}
	})
	if steps := s.steps(); len(steps) > 0 {
		t.Errorf("%v", describe(steps))
	}
}

// TestLeadsToAdmin follows steps, but not those that hang on a user's keys.
func TestLeadsToAdmin(t *testing.T) {
	s := asUser("Allow iam:UpdateAssumeRolePolicy " + own + "role/next").with(func(a *snapshot.Account) {
		a.Users = append(a.Users,
			snapshot.User{ARN: own + "user/admin", Name: "admin", Inline: inlines(allowAll)},
			snapshot.User{ARN: own + "user/keys", Name: "keys", Inline: inlines("Allow iam:CreateAccessKey *")},
		)
		a.Roles = []snapshot.Role{{ARN: own + "role/next", Name: "next", Path: "/", Trust: executorTrust, Inline: inlines("Allow iam:PutRolePolicy *")}}
	})
	analysis := access.New(&s.account, organization(), policy.Parse)
	want := map[string]bool{"user/actor": true, "role/next": true, "user/admin": true, "root": true, "user/keys": false, "user/nobody": false}
	for name, leads := range want {
		if analysis.LeadsToAdmin(own+name) != leads {
			t.Errorf("%s: %v", name, !leads)
		}
	}
}

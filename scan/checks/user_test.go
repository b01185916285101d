package checks_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/checks"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// judge runs one check on an account.
func judge(t *testing.T, id string, in checks.Input) []findings.Finding {
	t.Helper()
	selected, err := checks.Find(id)
	if err != nil {
		t.Fatal(err)
	}
	found, _ := checks.Evaluate(selected, in)
	return found
}

func TestAuditRoleIsKnownByItsPath(t *testing.T) {
	tests := map[string]struct {
		// named is what the user asked for, assumed what the account was entered with.
		named, assumed, path string
		want                 findings.Status
	}{
		"without-path":              {"Sweep", "Sweep", "/", findings.NotApplicable},
		"in-this-account-alone":     {"Everywhere", "local/Sweep", "/local/", findings.NotApplicable},
		"assumed-without-path":      {"Everywhere", "Sweep", "/", findings.NotApplicable},
		"with-path":                 {"audit/Sweep", "audit/Sweep", "/audit/", findings.NotApplicable},
		"with-leading-slash":        {"/audit/Sweep", "audit/Sweep", "/audit/", findings.NotApplicable},
		"nothing-assumed":           {"Sweep", "", "/", findings.NotApplicable},
		"nothing-assumed-with-path": {"/audit/Sweep", "", "/audit/", findings.NotApplicable},
		"same-name-elsewhere":       {"Sweep", "Sweep", "/audit/", findings.Fail},
		"assumed-elsewhere":         {"Everywhere", "audit/Sweep", "/", findings.Fail},
		"same-name-without-a-path":  {"audit/Sweep", "audit/Sweep", "/", findings.Fail},
		"own-credentials-were-used": {"", "", "/", findings.Fail},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			in := accountInput()
			in.Params.AuditRole, in.Account.AuditRole = tt.named, tt.assumed
			in.Account.Roles = []snapshot.Role{{
				ARN: "arn:aws:iam::111122223333:role" + tt.path + "Sweep", Name: "Sweep", Path: tt.path, Created: fixtureNow.AddDate(-2, 0, 0),
			}}
			if got := judge(t, "role-unused", in)[0].Status; got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

const (
	anAdmin   = `{"Effect":"Allow","Action":"*","Resource":"*"}`
	aReader   = `{"Sid":"Read","Effect":"Allow","Action":"s3:GetObject","Resource":"*"}`
	officeIP  = `"Condition":{"IpAddress":{"aws:SourceIp":["203.0.113.0/24","198.51.100.0/24"]},"Bool":{"aws:SecureTransport":"true"}}`
	turnedIP  = `"Condition":{"Bool":{"aws:SecureTransport":true},"IpAddress":{"aws:SourceIp":["198.51.100.0/24","203.0.113.0/24"]}}`
	limitedIP = `{"Effect":"Allow","Action":"*","Resource":"*",` + officeIP + `}`
)

func TestStatementKeepsItsIdentity(t *testing.T) {
	alone := adminDetails(t, anAdmin)
	if len(alone) != 1 {
		t.Fatalf("details %v, want one", alone)
	}
	tests := map[string]struct {
		before string
		after  []string
		same   bool
	}{
		"statements-in-front":  {anAdmin, []string{aReader, anAdmin}, true},
		"list-form":            {anAdmin, []string{`{"Effect":"Allow","Action":["*"],"Resource":["*"]}`}, true},
		"twice":                {anAdmin, []string{anAdmin, anAdmin}, true},
		"order-of-conditions":  {limitedIP, []string{`{"Effect":"Allow","Action":"*","Resource":"*",` + turnedIP + `}`}, true},
		"conditions-removed":   {limitedIP, []string{anAdmin}, false},
		"other-resources":      {anAdmin, []string{`{"Effect":"Allow","Action":"*","Resource":["*","arn:aws:s3:::example"]}`}, false},
		"named-by-its-sid":     {`{"Sid":"All","Effect":"Allow","Action":"*","Resource":"*"}`, []string{`{"Sid":"All","Effect":"Allow","Action":"*:*","Resource":"*"}`}, true},
		"sid-taken-by-another": {`{"Sid":"Read","Effect":"Allow","Action":"*","Resource":"*"}`, []string{aReader, `{"Sid":"Read","Effect":"Allow","Action":"*","Resource":"*"}`}, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			before, after := adminDetails(t, tt.before), adminDetails(t, tt.after...)
			if slices.Equal(before, after) != tt.same {
				t.Errorf("%v and %v, want equal: %t", before, after, tt.same)
			}
		})
	}
}

// adminDetails returns the details of policy-admin-attached for a policy with the statements.
func adminDetails(t *testing.T, statements ...string) []string {
	t.Helper()
	in := accountInput()
	in.Account.Policies = []snapshot.ManagedPolicy{{
		ARN: "arn:aws:iam::111122223333:policy/everything", Name: "everything", Attachments: 1, DefaultVersionID: "v1",
		Versions: []snapshot.PolicyVersion{{
			ID: "v1", Default: true, Document: `{"Version":"2012-10-17","Statement":[` + strings.Join(statements, ",") + `]}`,
		}},
	}}
	var details []string
	for _, f := range judge(t, "policy-admin-attached", in) {
		details = append(details, f.Detail)
	}
	return details
}

// TestKeyKeepsItsIdentityInAnotherSlot deletes the key in the first slot: AWS moves the other one there.
func TestKeyKeepsItsIdentityInAnotherSlot(t *testing.T) {
	const old = "true,2024-01-01T00:00:00Z"
	both := keyFindings(t, "true,2026-11-01T00:00:00Z,"+old)
	moved := keyFindings(t, old+",false,N/A")
	if diff := cmp.Diff(both, moved); diff != "" || len(both) != 1 {
		t.Errorf("(-both +moved):\n%s", diff)
	}
}

func keyFindings(t *testing.T, cells string) []findings.Finding {
	t.Helper()
	in := accountInput()
	in.Account.CredentialReport.Raw = completeReport(
		"user,access_key_1_active,access_key_1_last_rotated,access_key_2_active,access_key_2_last_rotated\ndeploy,"+cells, in.Account)
	return slices.DeleteFunc(judge(t, "user-access-key-old", in), func(f findings.Finding) bool { return f.Status != findings.Fail })
}

// TestSameUserInManyAccounts keeps one problem that a rollout put everywhere on one line for people.
func TestSameUserInManyAccounts(t *testing.T) {
	groups := map[string]map[string]bool{}
	for _, account := range []string{"111122223333", "444455556666"} {
		in := accountInput()
		in.Account.ID = account
		in.Account.Users = []snapshot.User{{
			ARN: "arn:aws:iam::" + account + ":user/deploy", Name: "deploy",
			Attached: []snapshot.AttachedPolicy{{Name: "ship", ARN: "arn:aws:iam::" + account + ":policy/ship"}},
			Inline:   []snapshot.InlinePolicy{{Name: "all", Document: `{"Version":"2012-10-17","Statement":` + anAdmin + `}`}},
		}}
		for _, id := range []string{"user-attached-policy", "user-inline-policy", "user-not-in-group", "policy-admin-inline"} {
			for _, f := range judge(t, id, in) {
				if groups[id] == nil {
					groups[id] = map[string]bool{}
				}
				groups[id][f.Group] = true
			}
		}
	}
	for id, g := range groups {
		if len(g) != 1 {
			t.Errorf("%s: %d groups, want 1", id, len(g))
		}
	}
}

func TestManyUsersAreAllCounted(t *testing.T) {
	in := accountInput()
	var report strings.Builder
	report.WriteString("user,password_enabled,mfa_active\n<root_account>,true,true\n")
	for i := range 500 {
		fmt.Fprintf(&report, "user-%03d,%t,%t\n", i, i%2 == 0, i%4 == 0)
	}
	in.Account.CredentialReport.Raw = completeReport(report.String(), in.Account)
	got := map[findings.Status]int{}
	for _, f := range judge(t, "user-mfa-missing-console", in) {
		got[f.Status] += max(f.Count, 1)
	}
	want := map[findings.Status]int{findings.Pass: 125, findings.Fail: 125, findings.NotApplicable: 250}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

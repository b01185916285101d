package findings_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/orgscan/orgscan/findings"
)

func sample() findings.Finding {
	return findings.Finding{
		Check: "access-key-old", Title: "access key was not rotated", Status: findings.Fail, Severity: findings.Medium,
		Account: "012345678901", Resource: "arn:aws:iam::012345678901:user/ci-runner", Detail: "2024-01-01T00:00:00Z",
	}
}

func identified(f findings.Finding, document string) findings.Finding {
	f.Identify(document)
	return f
}

// TestIdentityIsPinned holds values that were computed by another program. Exceptions and saved runs refer to them: a
// change here means another scheme.
func TestIdentityIsPinned(t *testing.T) {
	tests := map[string]struct {
		finding            findings.Finding
		document           string
		fingerprint, group string
	}{
		"access-key": {sample(), "", "7ec561761377786ea7b31f4ece3db1fb", "f9158635d867a15f68b735283a1a4574"},
		"whole-account": {
			findings.Finding{Check: "password-policy-short", Account: "111122223333", Resource: "arn:aws:iam::111122223333:root"},
			"", "36cbd137a1a885f30a2e50fb157ce8b4", "ff48fac8af439341bb1c53d46cf52c1e",
		},
		"document": {
			findings.Finding{
				Check: "role-trust-any-principal", Status: findings.Fail, Account: "111122223333",
				Resource: "arn:aws:iam::111122223333:role/é", Detail: "AllowAnyone",
			},
			"5f3a", "be73da5dc8de621740a6283133d0c569", "d0b8f4bd063979079c81459fbc7a7d1c",
		},
		"nothing": {findings.Finding{}, "", "a32acbad36ef44a211f9411d924e75ec", "b3e782420e7fe6bef1db88c518fbba2f"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := identified(test.finding, test.document)
			if got.Fingerprint != test.fingerprint || got.Group != test.group {
				t.Errorf("fingerprint %s, group %s; want %s and %s", got.Fingerprint, got.Group, test.fingerprint, test.group)
			}
		})
	}
}

// TestWhatIdentityRestsOn changes one thing at a time.
func TestWhatIdentityRestsOn(t *testing.T) {
	base := identified(sample(), "document")
	tests := map[string]struct {
		change                       func(*findings.Finding)
		document                     string
		sameFingerprint, sameGroupID bool
	}{
		"title":         {func(f *findings.Finding) { f.Title = "another" }, "document", true, true},
		"message":       {func(f *findings.Finding) { f.Message = "another" }, "document", true, true},
		"severity":      {func(f *findings.Finding) { f.Severity = findings.Info }, "document", true, true},
		"account-name":  {func(f *findings.Finding) { f.AccountName, f.OU, f.Owner = "a", "b", "c" }, "document", true, true},
		"evidence":      {func(f *findings.Finding) { f.Evidence = []findings.Evidence{{Name: "a"}} }, "document", true, true},
		"count":         {func(f *findings.Finding) { f.Count = 3 }, "document", true, true},
		"exception":     {func(f *findings.Finding) { f.Exception, f.FirstSeen = "a", "b" }, "document", true, true},
		"status":        {func(f *findings.Finding) { f.Status = findings.Unknown }, "document", true, false},
		"document":      {func(*findings.Finding) {}, "another", true, false},
		"check":         {func(f *findings.Finding) { f.Check = "another" }, "document", false, false},
		"resource":      {func(f *findings.Finding) { f.Resource += "2" }, "document", false, false},
		"detail":        {func(f *findings.Finding) { f.Detail += "2" }, "document", false, false},
		"account-alone": {func(f *findings.Finding) { f.Account = "111122223333" }, "document", false, false},
		"account-and-resource": {func(f *findings.Finding) {
			f.Account, f.Resource = "111122223333", strings.ReplaceAll(f.Resource, f.Account, "111122223333")
		}, "document", false, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := sample()
			test.change(&f)
			f.Identify(test.document)
			if same := f.Fingerprint == base.Fingerprint; same != test.sameFingerprint {
				t.Errorf("same fingerprint: %t", same)
			}
			if same := f.Group == base.Group; same != test.sameGroupID {
				t.Errorf("same group: %t", same)
			}
		})
	}
}

// FuzzFingerprint proves that fingerprints are equal exactly when check, account, resource and detail are, whatever
// separators they hold.
func FuzzFingerprint(f *testing.F) {
	f.Add("a", "b", "c", "d", "a", "b", "c", "d")
	f.Add("ab", "", "c", "d", "a", "b", "c", "d")
	f.Add("a:b", "c", "", "", "a", "b:c", "", "")
	f.Add("", "\x00", "", "", "\x00", "", "", "")
	f.Fuzz(func(t *testing.T, c1, a1, r1, d1, c2, a2, r2, d2 string) {
		one := identified(findings.Finding{Check: c1, Account: a1, Resource: r1, Detail: d1}, "")
		two := identified(findings.Finding{Check: c2, Account: a2, Resource: r2, Detail: d2}, "x")
		equal := [4]string{c1, a1, r1, d1} == [4]string{c2, a2, r2, d2}
		if (one.Fingerprint == two.Fingerprint) != equal {
			t.Errorf("parts equal: %t, fingerprints %s and %s", equal, one.Fingerprint, two.Fingerprint)
		}
		if len(one.Fingerprint) != 32 || len(one.Group) != 32 {
			t.Errorf("fingerprint %q and group %q are not 128 bits in hex", one.Fingerprint, one.Group)
		}
	})
}

// few draws findings that often agree in some parts.
var few = rapid.Custom(func(t *rapid.T) findings.Finding {
	word := rapid.SampledFrom([]string{"", "a", "b", "é"})
	return findings.Finding{
		Account: word.Draw(t, "account"), Check: word.Draw(t, "check"), Resource: word.Draw(t, "resource"),
		Detail: word.Draw(t, "detail"), Message: word.Draw(t, "message"),
		Status: rapid.SampledFrom(findings.Statuses()).Draw(t, "status"),
	}
})

func TestCompareIsATotalOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := few.Draw(t, "a"), few.Draw(t, "b"), few.Draw(t, "c")
		if findings.Compare(a, b) != -findings.Compare(b, a) {
			t.Error("not antisymmetric")
		}
		if findings.Compare(a, b) <= 0 && findings.Compare(b, c) <= 0 && findings.Compare(a, c) > 0 {
			t.Error("not transitive")
		}
		if equal := cmp.Equal(a, b); equal != (findings.Compare(a, b) == 0) {
			t.Errorf("equal %t, compared %d", equal, findings.Compare(a, b))
		}
	})
}

func TestCompareLooksAtAccountThenCheckThenResourceThenDetail(t *testing.T) {
	want := []findings.Finding{
		{Account: "1", Check: "a", Resource: "a", Detail: "z"},
		{Account: "1", Check: "a", Resource: "b", Detail: "a"},
		{Account: "1", Check: "a", Resource: "b", Detail: "b"},
		{Account: "1", Check: "b", Resource: "a", Detail: "a"},
		{Account: "2", Check: "a", Resource: "a", Detail: "a"},
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, findings.Compare)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFindingJSON(t *testing.T) {
	full := identified(sample(), "")
	full.AccountName, full.OU, full.Owner, full.Message = "audit", "Root/Security", "security", "973 days old"
	full.Evidence = []findings.Evidence{{Name: "created", Value: "2024-01-01"}}
	full.Controls, full.FirstSeen, full.CarriedFrom, full.Exception = []string{"c-1"}, "2026-01-01", "run", "e-1"
	full.Count, full.Unknown = 2, &findings.Reason{Cause: findings.Denied, Action: "iam:ListUsers", Code: "AccessDenied"}
	tests := map[string]struct {
		finding findings.Finding
		want    string
	}{
		"absent-when-empty": {findings.Finding{}, `{"fingerprint":"","group":"","check":"","title":"","status":"UNKNOWN",` +
			`"severity":"info","account":"","resource":""}`},
		"full": {full, `{"fingerprint":"7ec561761377786ea7b31f4ece3db1fb","group":"f9158635d867a15f68b735283a1a4574",` +
			`"check":"access-key-old","title":"access key was not rotated","status":"FAIL","severity":"medium",` +
			`"account":"012345678901","account_name":"audit","ou":"Root/Security","owner":"security",` +
			`"resource":"arn:aws:iam::012345678901:user/ci-runner","detail":"2024-01-01T00:00:00Z","message":"973 days old",` +
			`"count":2,"evidence":[{"name":"created","value":"2024-01-01"}],"controls":["c-1"],"first_seen":"2026-01-01",` +
			`"carried_from":"run","exception":"e-1","unknown":{"cause":"denied","action":"iam:ListUsers","code":"AccessDenied"}}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			text, err := json.Marshal(test.finding)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, string(text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			var back findings.Finding
			if err := json.Unmarshal(text, &back); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.finding, back); diff != "" {
				t.Errorf("read back (-want +got):\n%s", diff)
			}
		})
	}
}

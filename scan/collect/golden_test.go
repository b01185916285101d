package collect_test

import (
	"encoding/json"
	"flag"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/fixtures"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestEveryFieldIsCollected compares the whole snapshot of the member with a file that people have read.
func TestEveryFieldIsCollected(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		got, err := json.MarshalIndent(reference(t, member()), "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, '\n')
		path := filepath.Join("testdata", "member.json")
		if *update {
			if err := os.WriteFile(path, got, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	})
}

func TestRequestsAskForTheRightThing(t *testing.T) {
	want := map[string]url.Values{
		"GetAccountAuthorizationDetails": {
			"Filter.member.1": {"User"}, "Filter.member.2": {"Role"}, "Filter.member.3": {"Group"},
			"Filter.member.4": {"LocalManagedPolicy"}, "Filter.member.5": {"AWSManagedPolicy"}, "MaxItems": {"1000"},
		},
		"ListVirtualMFADevices":          {"AssignmentStatus": {"Assigned"}, "MaxItems": {"1000"}},
		"ListServiceSpecificCredentials": {"AllUsers": {"true"}, "MaxItems": {"1000"}},
		"ListServerCertificates":         {"MaxItems": {"1000"}},
		"ListAccountAliases":             {"MaxItems": {"1000"}},
	}
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		got := map[string]url.Values{}
		w := newWorld(t, member())
		w.intercept(func(action string, _ int, form url.Values, next func() *http.Response) *http.Response {
			mu.Lock()
			defer mu.Unlock()
			if _, asserted := want[action]; asserted {
				form.Del("Action")
				form.Del("Version")
				got[action] = form
			}
			return next()
		})
		w.account(t)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("requests (-want +got):\n%s", diff)
		}
	})
}

// TestReplacedDefaultVersionStaysTheDefault has a version that stops being the default between the two calls.
func TestReplacedDefaultVersionStaysTheDefault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		full := reference(t, member())
		w := newWorld(t, member(), fixtures.WithoutManagedDetails(), fixtures.WithReportPolls(0))
		w.edit(t, "GetPolicyVersion", func(body string) string {
			return strings.Replace(body, "<IsDefaultVersion>true<", "<IsDefaultVersion>false<", 1)
		})
		same(t, full, w.account(t))
	})
}

// TestManagedPolicyWithoutIDAndName has the answer of an implementation that sends neither.
func TestManagedPolicyWithoutIDAndName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		want := newWorld(t, member(), fixtures.WithReportPolls(0)).account(t)
		for i := range want.Policies {
			want.Policies[i].ID = ""
		}
		w := newWorld(t, member(), fixtures.WithReportPolls(0))
		w.edit(t, "GetAccountAuthorizationDetails", func(body string) string {
			principals, policies, _ := strings.Cut(body, "<Policies>")
			return principals + "<Policies>" + cutElement(cutElement(policies, "PolicyId"), "PolicyName")
		})
		same(t, want, w.account(t))
	})
}

package org_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/org"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// rewriting replaces the answers of single operations, for answers that AWS should not give.
type rewriting struct {
	inner   http.RoundTripper
	answers map[string]string
}

func (r rewriting) RoundTrip(req *http.Request) (*http.Response, error) {
	_, operation, _ := strings.Cut(req.Header.Get("X-Amz-Target"), ".")
	body, ok := r.answers[operation]
	if !ok {
		return r.inner.RoundTrip(req)
	}
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/x-amz-json-1.1"}},
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}, nil
}

// loadRewritten loads the world with some answers replaced.
func loadRewritten(t *testing.T, answers map[string]string) (*snapshot.Organization, error) {
	t.Helper()
	server := serve(t, world())
	cfg := from(server, management)
	cfg.HTTPClient = &http.Client{Transport: rewriting{server.RoundTripper(), answers}}
	return org.Load(t.Context(), cfg, options())
}

// Answers that came and cannot be right are missing sections, never empty ones.
func TestAnswersThatCannotBeRight(t *testing.T) {
	cases := map[string]struct {
		operation, body string
		section         snapshot.Section
		message         string
	}{
		"no-organization":  {"DescribeOrganization", `{}`, snapshot.SectionOrganization, "the answer holds no organization"},
		"no-root":          {"ListRoots", `{"Roots":[]}`, snapshot.SectionOUs, "there is not exactly one root"},
		"no-policy-text":   {"DescribePolicy", `{"Policy":{}}`, snapshot.SectionPolicies, "the answer holds no policy text"},
		"no-policy":        {"DescribeResourcePolicy", `{}`, snapshot.SectionResourcePolicy, "the answer holds no policy"},
		"token-for-ever":   {"ListDelegatedAdministrators", `{"NextToken":"again"}`, snapshot.SectionDelegations, "the same page token came twice"},
		"tree-in-a-circle": {"ListOrganizationalUnitsForParent", `{"OrganizationalUnits":[{"Id":"ou-test-aaaaaaaa","Name":"A"}]}`, snapshot.SectionOUs, "the tree of organizational units has no end"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := loadRewritten(t, map[string]string{c.operation: c.body})
			if err != nil {
				t.Fatal(err)
			}
			want := snapshot.Reason{Cause: findings.Error, Action: "organizations:" + c.operation, Message: c.message}
			if diff := cmp.Diff(map[snapshot.Section]snapshot.Reason{c.section: want}, got.Missing); diff != "" {
				t.Errorf("missing (-want +got):\n%s", diff)
			}
		})
	}
}

// Some implementations answer those who may not ask with an empty list.
func TestAnEmptyAccountListIsAnError(t *testing.T) {
	_, err := loadRewritten(t, map[string]string{"ListAccounts": `{"Accounts":[]}`})
	var failure *org.LoadError
	if !errors.As(err, &failure) || failure.Reason.Message != "the account list is empty" {
		t.Errorf("error %v, want one that says that the list is empty", err)
	}
}

// Ids from AWS become names of files: one that is none stops the load.
func TestAccountIDsThatAreNone(t *testing.T) {
	for name, id := range map[string]string{
		"path": "../../011122223333", "empty": "", "short": "11122223333", "line-end": `011122223333\n`, "other-digits": "١١١١٢٢٢٢٣٣٣٣",
	} {
		t.Run(name, func(t *testing.T) {
			got, err := loadRewritten(t, map[string]string{"ListAccounts": `{"Accounts":[{"Id":"011122223333"},{"Id":"` + id + `"}]}`})
			var failure *org.LoadError
			if got != nil || !errors.As(err, &failure) {
				t.Fatalf("organization %v, error %v; want a LoadError alone", got, err)
			}
			want := snapshot.Reason{Cause: findings.Error, Action: "organizations:ListAccounts", Message: "an account id is not twelve digits"}
			if diff := cmp.Diff(want, failure.Reason); diff != "" {
				t.Errorf("reason (-want +got):\n%s", diff)
			}
		})
	}
}

// A path of a form that is not known is no path: the tree tells where the account is.
func TestPathsOfAnotherFormAreWalked(t *testing.T) {
	for name, path := range map[string]string{
		"no-organization": "r-test/011122223333/", "other-account": "o-test/r-test/999999999999/",
		"not-a-root": "o-test/x-test/011122223333/", "not-a-unit": "o-test/r-test/x/011122223333/", "empty": "",
	} {
		t.Run(name, func(t *testing.T) {
			got, err := loadRewritten(t, map[string]string{"ListAccounts": `{"Accounts":[{"Id":"011122223333","State":"ACTIVE","Paths":["` + path + `"]}]}`})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{"r-test"}, got.Accounts[0].Parents); diff != "" {
				t.Errorf("parents (-want +got):\n%s", diff)
			}
		})
	}
}

// A partition without resource control policies has none; nothing is missing.
func TestPolicyTypesThatDoNotExist(t *testing.T) {
	server := serve(t, world())
	cfg := from(server, management)
	cfg.HTTPClient = &http.Client{Transport: refusingRCPs{server.RoundTripper()}}
	got, err := org.Load(t.Context(), cfg, options())
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Missing) != 0 || len(got.Policies) != 2 {
		t.Errorf("%d policies, missing %v; want the two service control policies", len(got.Policies), got.Missing)
	}
}

type refusingRCPs struct{ inner http.RoundTripper }

func (r refusingRCPs) RoundTrip(req *http.Request) (*http.Response, error) {
	if strings.HasSuffix(req.Header.Get("X-Amz-Target"), ".ListPolicies") {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		if strings.Contains(string(body), "RESOURCE_CONTROL_POLICY") {
			refusal := `{"__type":"InvalidInputException","Reason":"INVALID_ENUM_POLICY_TYPE","Message":"no such type"}`
			return &http.Response{
				StatusCode: http.StatusBadRequest, Header: http.Header{"Content-Type": {"application/x-amz-json-1.1"}},
				Body: io.NopCloser(strings.NewReader(refusal)), ContentLength: int64(len(refusal)),
			}, nil
		}
		req.Body = io.NopCloser(strings.NewReader(string(body)))
	}
	return r.inner.RoundTrip(req)
}

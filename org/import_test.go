package org_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/scan/awscli"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// wire sends one call of Organizations without the SDK: version 1 of the AWS CLI prints the answer as it comes, times as
// numbers included.
type wire struct {
	server *fixtures.AWS
	dir    string
}

func (w *wire) ask(t *testing.T, file, operation string, input map[string]any) (answer map[string]any) {
	t.Helper()
	body, err := json.Marshal(input)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://aws.test/", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-amz-json-1.1")
	request.Header.Set("X-Amz-Target", "AWSOrganizationsV20161128."+operation)
	request.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=AKIATEST"+management+"/20261101/us-east-1/organizations/aws4_request, SignedHeaders=host, Signature=0")
	response, err := w.server.RoundTripper().RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != http.StatusOK {
		text = []byte("An error occurred (" + errorCode(text) + ") when calling the " + operation + " operation: refused")
	} else if err := json.Unmarshal(text, &answer); err != nil {
		t.Fatal(err)
	}
	w.save(t, file, string(text))
	return answer
}

func errorCode(text []byte) string {
	var said struct {
		Type string `json:"__type"`
	}
	_ = json.Unmarshal(text, &said)
	return said.Type
}

func (w *wire) save(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, file+".json"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// ids returns one field of the elements of a list.
func ids(answer map[string]any, list, field string) (found []string) {
	elements, _ := answer[list].([]any)
	for _, e := range elements {
		found = append(found, e.(map[string]any)[field].(string))
	}
	return found
}

// gather asks for everything that the README names, as its text says.
func (w *wire) gather(t *testing.T) {
	t.Helper()
	w.ask(t, "organization", "DescribeOrganization", nil)
	w.ask(t, "accounts", "ListAccounts", nil)
	below := ids(w.ask(t, "roots", "ListRoots", nil), "Roots", "Id")
	for len(below) > 0 {
		parent := below[0]
		units := w.ask(t, "units-"+parent, "ListOrganizationalUnitsForParent", map[string]any{"ParentId": parent})
		w.ask(t, "accounts-"+parent, "ListAccountsForParent", map[string]any{"ParentId": parent})
		below = append(below[1:], ids(units, "OrganizationalUnits", "Id")...)
	}
	for _, kind := range []string{"SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"} {
		for _, id := range ids(w.ask(t, kind, "ListPolicies", map[string]any{"Filter": kind}), "Policies", "Id") {
			w.ask(t, "policy-"+id, "DescribePolicy", map[string]any{"PolicyId": id})
			w.ask(t, "targets-"+id, "ListTargetsForPolicy", map[string]any{"PolicyId": id})
		}
	}
	for _, id := range ids(w.ask(t, "delegates", "ListDelegatedAdministrators", nil), "DelegatedAdministrators", "Id") {
		w.ask(t, "services-"+id, "ListDelegatedServicesForAccount", map[string]any{"AccountId": id})
	}
	w.ask(t, "trusted", "ListAWSServiceAccessForOrganization", nil)
	w.ask(t, "delegation", "DescribeResourcePolicy", nil)
	w.save(t, "features", `{"OrganizationId": "o-test", "EnabledFeatures": ["RootSessions", "RootCredentialsManagement"]}`)
}

// TestImportEqualsLoad loads an organization through the SDK, and imports what the same calls answer on the wire: the same
// organization, with accounts that come with their paths and without.
func TestImportEqualsLoad(t *testing.T) {
	for name, o := range map[string]*fixtures.Organization{"paths": world(), "no-paths": without(world())} {
		t.Run(name, func(t *testing.T) {
			server := serve(t, o)
			want := load(t.Context(), t, server)
			for i := range want.Accounts {
				want.Accounts[i].Tags = nil
			}
			want.Missing = map[snapshot.Section]snapshot.Reason{snapshot.SectionTags: {Cause: "not-collected", Message: "no file holds it"}}
			w := &wire{server, t.TempDir()}
			w.gather(t)
			im, err := awscli.Read([]string{w.dir}, awscli.Options{AsOf: asOf})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, im.Organization); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

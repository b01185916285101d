package awscli_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/awscli"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	rootID  = "r-ab12"
	innerID = "ou-ab12-11112222"
	scpID   = "p-guard111"
)

// organizationFiles are all answers about a small organization. Their names say what some were asked about.
func organizationFiles() map[string]string {
	return map[string]string{
		"describe": `{"Organization":{"Id":"o-example","Arn":"arn:aws:organizations::` + accountA + `:organization/o-example","FeatureSet":"ALL","MasterAccountId":"` + accountA + `"}}`,
		"accounts": `{"Accounts":[` +
			`{"Id":"` + accountA + `","Arn":"arn:aws:organizations::` + accountA + `:account/o-example/` + accountA + `","Name":"management","Email":"a@example.com","Status":"ACTIVE","State":"ACTIVE","JoinedMethod":"CREATED","JoinedTimestamp":1704164645.5,"Paths":["o-example/` + rootID + `/` + accountA + `/"]},` +
			`{"Id":"` + accountB + `","Name":"app","Status":"SUSPENDED","JoinedTimestamp":"2024-01-02T04:04:05.500000+01:00"}]}`,
		"children-" + innerID + ".json":  `{"Accounts":[{"Id":"` + accountB + `","Name":"app","Status":"SUSPENDED","JoinedTimestamp":"2024-01-02T04:04:05.500000+01:00"}]}`,
		"roots":                          `{"Roots":[{"Id":"` + rootID + `","Arn":"a","Name":"Root","PolicyTypes":[{"Type":"SERVICE_CONTROL_POLICY","Status":"ENABLED"}]}]}`,
		"units-" + rootID + ".json":      `{"OrganizationalUnits":[{"Id":"` + innerID + `","Arn":"arn:ou","Name":"Workloads"}]}`,
		"units-" + innerID + ".json":     `{"OrganizationalUnits":[]}`,
		"scps":                           `{"Policies":[{"Id":"` + scpID + `","Arn":"arn:p","Name":"guard","Type":"SERVICE_CONTROL_POLICY","AwsManaged":false}]}`,
		"scp":                            `{"Policy":{"PolicySummary":{"Id":"` + scpID + `","Type":"SERVICE_CONTROL_POLICY"},"Content":"{\"Statement\": []}"}}`,
		"targets-" + scpID + ".json":     `{"Targets":[{"TargetId":"` + rootID + `","Arn":"a","Name":"Root","Type":"ROOT"}]}`,
		"delegates":                      `{"DelegatedAdministrators":[{"Id":"` + accountB + `","DelegationEnabledDate":1704164645}]}`,
		"services-" + accountB + ".json": `{"DelegatedServices":[{"ServicePrincipal":"guardduty.amazonaws.com","DelegationEnabledDate":1704164645}]}`,
		"trusted":                        `{"EnabledServicePrincipals":[{"ServicePrincipal":"sso.amazonaws.com","DateEnabled":1704164645}]}`,
		"resource":                       `{"ResourcePolicy":{"ResourcePolicySummary":{},"Content":"{}"}}`,
		"features":                       `{"OrganizationId":"o-example","EnabledFeatures":["RootSessions","RootCredentialsManagement"]}`,
	}
}

func organizationOf(t *testing.T, all map[string]string) *snapshot.Organization {
	t.Helper()
	im, err := read(t, all, awscli.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return im.Organization
}

// TestOrganization wants every section of what is given, and the accounts in their places.
func TestOrganization(t *testing.T) {
	day := time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC)
	want := &snapshot.Organization{
		Schema: snapshot.OrganizationSchema, ID: "o-example", ARN: "arn:aws:organizations::" + accountA + ":organization/o-example",
		ManagementID: accountA, FeatureSet: "ALL", Partition: "aws", AsOf: now, Population: "organization", CallerAccount: accountA,
		Missing: map[snapshot.Section]snapshot.Reason{snapshot.SectionTags: {Cause: findings.NotCollected, Message: "no file holds it"}},
		Accounts: []snapshot.OrgAccount{
			{
				ID: accountA, ARN: "arn:aws:organizations::" + accountA + ":account/o-example/" + accountA, Name: "management", Email: "a@example.com",
				State: "ACTIVE", Joined: day.Add(500 * time.Millisecond), JoinedMethod: "CREATED", Parents: []string{rootID}, OU: "Root",
			},
			{
				ID: accountB, Name: "app", State: "SUSPENDED", Joined: day.Add(500 * time.Millisecond), Parents: []string{rootID, innerID}, OU: "Root/Workloads",
			},
		},
		RootID: rootID, PolicyTypes: map[string]string{"SERVICE_CONTROL_POLICY": "ENABLED"},
		OUs: []snapshot.OU{{ID: innerID, ARN: "arn:ou", Name: "Workloads", Parent: rootID}},
		Policies: []snapshot.OrgPolicy{{
			ID: scpID, ARN: "arn:p", Name: "guard", Type: "SERVICE_CONTROL_POLICY", Document: `{"Statement": []}`,
			Targets: []snapshot.PolicyTarget{{ID: rootID, Type: "ROOT", Name: "Root"}},
		}},
		Delegations:    []snapshot.Delegation{{Account: accountB, Service: "guardduty.amazonaws.com", Since: day}},
		TrustedAccess:  []snapshot.TrustedService{{Service: "sso.amazonaws.com", Since: day}},
		ResourcePolicy: "{}", RootAccess: []string{"RootCredentialsManagement", "RootSessions"},
	}
	if diff := cmp.Diff(want, organizationOf(t, organizationFiles())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestHalfOrganizationIsMissing takes one file away, or changes it: the section that it belongs to is missing, the others
// are there.
func TestHalfOrganizationIsMissing(t *testing.T) {
	const denied = "An error occurred (AccessDeniedException) when calling the "
	tests := map[string]struct {
		change map[string]string // the new text by file; "" takes it away
		want   snapshot.Section
		cause  findings.Cause
	}{
		"no-description":     {map[string]string{"describe": ""}, snapshot.SectionOrganization, findings.NotCollected},
		"description-denied": {map[string]string{"describe": denied + "DescribeOrganization operation: no"}, snapshot.SectionOrganization, findings.Denied},
		"accounts-cut-off":   {map[string]string{"accounts": strings.Replace(organizationFiles()["accounts"], `{"Accounts"`, `{"NextToken":"t","Accounts"`, 1)}, snapshot.SectionAccounts, findings.NotCollected},
		"no-unit-list":       {map[string]string{"units-" + innerID + ".json": ""}, snapshot.SectionOUs, findings.NotCollected},
		"unknown-parent":     {map[string]string{"units-" + innerID + ".json": "", "units": `{"OrganizationalUnits":[]}`}, snapshot.SectionOUs, findings.NotCollected},
		"no-scp-text":        {map[string]string{"scp": ""}, snapshot.SectionPolicies, findings.NotCollected},
		"no-scp-targets":     {map[string]string{"targets-" + scpID + ".json": ""}, snapshot.SectionPolicies, findings.NotCollected},
		"rcps-not-listed":    {map[string]string{"roots": strings.Replace(organizationFiles()["roots"], "[{\"Type\"", `[{"Type":"RESOURCE_CONTROL_POLICY","Status":"ENABLED"},{"Type"`, 1)}, snapshot.SectionPolicies, findings.NotCollected},
		"no-services":        {map[string]string{"services-" + accountB + ".json": ""}, snapshot.SectionDelegations, findings.NotCollected},
		"services-unnamed":   {map[string]string{"services-" + accountB + ".json": "", "services": organizationFiles()["services-"+accountB+".json"]}, snapshot.SectionDelegations, findings.NotCollected},
		"trusted-cut-off":    {map[string]string{"trusted": `{"EnabledServicePrincipals":[],"NextToken":"t"}`}, snapshot.SectionTrustedAccess, findings.NotCollected},
		"no-resource-policy": {map[string]string{"resource": ""}, snapshot.SectionResourcePolicy, findings.NotCollected},
		"no-features":        {map[string]string{"features": ""}, snapshot.SectionRootAccess, findings.NotCollected},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			all := organizationFiles()
			for file, text := range tt.change {
				if all[file] = text; text == "" {
					delete(all, file)
				}
			}
			o := organizationOf(t, all)
			missing := maps.Clone(o.Missing)
			delete(missing, snapshot.SectionTags)
			if r, ok := missing[tt.want]; !ok || len(missing) != 1 || r.Cause != tt.cause || !strings.Contains(r.Action, ":") {
				t.Errorf("missing %v", missing)
			}
			if _, lacks := missing[snapshot.SectionPolicies]; lacks && o.Policies != nil {
				t.Errorf("policies %v", o.Policies)
			}
			if o.ID != "o-example" || o.ManagementID != accountA || len(o.Accounts) != 2 {
				t.Errorf("organization %s, management %s, %d accounts", o.ID, o.ManagementID, len(o.Accounts))
			}
		})
	}
}

// TestErrorsThatAreAnswers has the refusals of Organizations that say that there is nothing.
func TestErrorsThatAreAnswers(t *testing.T) {
	all := organizationFiles()
	all["resource"] = "An error occurred (ResourcePolicyNotFoundException) when calling the DescribeResourcePolicy operation: none"
	all["features"] = "An error occurred (ServiceAccessNotEnabledException) when calling the ListOrganizationsFeatures operation: off"
	o := organizationOf(t, all)
	if len(o.Missing) != 1 || o.ResourcePolicy != "" || o.RootAccess != nil {
		t.Errorf("missing %v, %q, %v", o.Missing, o.ResourcePolicy, o.RootAccess)
	}
}

// TestPopulation says who named the accounts.
func TestPopulation(t *testing.T) {
	for name, tt := range map[string]struct {
		all      map[string]string
		want     string
		accounts int
	}{
		"files-alone": {map[string]string{"a": detailsOf(accountA), "b": detailsOf(accountB)}, "file", 2},
		"listed":      {map[string]string{"a": detailsOf(accountA), "o": organizationFiles()["accounts"]}, "organization", 2},
		"one-more":    {map[string]string{"a": detailsOf("333344445555"), "o": organizationFiles()["accounts"]}, "organization and file", 3},
	} {
		t.Run(name, func(t *testing.T) {
			if o := organizationOf(t, tt.all); o.Population != tt.want || len(o.Accounts) != tt.accounts {
				t.Errorf("%d accounts named by %q", len(o.Accounts), o.Population)
			}
		})
	}
	t.Run("not-the-management-account", func(t *testing.T) {
		o := organizationOf(t, map[string]string{"o": `{"Accounts":[{"Id":"` + accountB + `","Arn":"arn:aws:organizations::` + accountA + `:account/o-example/` + accountB + `"}]}`})
		if r := o.Missing[snapshot.SectionAccounts]; !strings.Contains(r.Message, "the management account is not in the list") || o.ID != "o-example" {
			t.Errorf("%+v", o)
		}
	})
	t.Run("management-option", func(t *testing.T) {
		im, err := read(t, map[string]string{"a": detailsOf(accountA)}, awscli.Options{Management: accountB})
		if err != nil || im.Organization.ManagementID != accountB || im.Organization.ID != "" {
			t.Errorf("%v, %+v", err, im)
		}
	})
}

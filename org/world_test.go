package org_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/org"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// The identities that ask for the organization.
const (
	management = "011122223333"
	delegated  = "222233334444"
	member     = "333344445555"

	secret = "secret-of-the-caller"
)

const (
	anything = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["*"],"Resource":["*"]}]}`
	fullSCP  = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`
	denySCP  = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"organizations:LeaveOrganization","Resource":"*"}]}`
)

var asOf = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// world is an organization with three levels, all states, and names that need care.
func world() *fixtures.Organization {
	o := &fixtures.Organization{
		ID: "o-test", ManagementID: management, RootID: "r-test", Now: asOf,
		PolicyTypes: map[string]string{"SERVICE_CONTROL_POLICY": "ENABLED"},
		OUs: []fixtures.OU{
			{ID: "ou-test-workload", Name: "Workloads", Parent: "r-test"},
			{ID: "ou-test-security", Name: "Security", Parent: "r-test"},
			{ID: "ou-test-wlprod01", Name: "Prod", Parent: "ou-test-workload"},
			{ID: "ou-test-scprod01", Name: "Prod", Parent: "ou-test-security"},
			{ID: "ou-test-deepest1", Name: "Payments", Parent: "ou-test-wlprod01"},
		},
		Policies: []fixtures.OrgPolicy{
			{ID: "p-deny0001", Name: "DenyLeave", Type: "SERVICE_CONTROL_POLICY", Document: denySCP, Targets: []string{"ou-test-workload", member}},
			{ID: "p-FullAWSAccess", Name: "FullAWSAccess", Type: "SERVICE_CONTROL_POLICY", Document: fullSCP, AWSManaged: true, Targets: []string{"r-test"}},
			{ID: "p-RCPFullAWSAccess", Name: "RCPFullAWSAccess", Type: "RESOURCE_CONTROL_POLICY", Document: fullSCP, AWSManaged: true, Targets: []string{"r-test"}},
		},
		Delegations: []fixtures.Delegation{
			{Account: delegated, Service: "guardduty.amazonaws.com"}, {Account: delegated, Service: "access-analyzer.amazonaws.com"},
		},
		TrustedAccess: []string{"sso.amazonaws.com", "iam.amazonaws.com"},
		RootAccess:    []string{"RootSessions", "RootCredentialsManagement"},
		Accounts: []*fixtures.Account{
			named(management, "management", "r-test"), named(delegated, "security", "ou-test-scprod01"),
			named(member, "payments", "ou-test-deepest1"),
			stated(named("444455556666", "twin", "ou-test-workload"), "SUSPENDED", ""),
			stated(named("555566667777", "twin", "ou-test-wlprod01"), "PENDING_CLOSURE", "ACTIVE"),
			stated(named("666677778888", "legacy", "r-test"), "", "ACTIVE"),
			stated(named("777788889999", "silent", "r-test"), "", ""),
			stated(named("888899990000", "closed", "r-test"), "CLOSED", "SUSPENDED"),
			stated(named("999900001111", "pending", "r-test"), "PENDING_ACTIVATION", ""),
		},
	}
	for _, id := range []string{management, delegated, member} {
		o.Credentials = append(o.Credentials, fixtures.Credential{
			AccessKeyID: "AKIATEST" + id, Secret: secret, Account: id,
			ARN: "arn:" + partitionOf(o) + ":iam::" + id + ":user/ci-runner", Policies: []string{anything},
		})
	}
	return o
}

func partitionOf(o *fixtures.Organization) string {
	if o.Partition == "" {
		return "aws"
	}
	return o.Partition
}

func named(id, name, parent string) *fixtures.Account {
	return &fixtures.Account{
		ID: id, Name: name, Email: name + "@example.com", Parent: parent, State: "ACTIVE", Status: "ACTIVE", Joined: asOf.AddDate(-1, 0, 0),
		Tags: map[string]string{"team": name, "managed": "yes"},
	}
}

func stated(a *fixtures.Account, state, status string) *fixtures.Account {
	a.State, a.Status = state, status
	return a
}

// without leaves the accounts' paths out, as older partitions do.
func without(o *fixtures.Organization, ids ...string) *fixtures.Organization {
	for _, a := range o.Accounts {
		a.NoPaths = len(ids) == 0
		for _, id := range ids {
			a.NoPaths = a.NoPaths || a.ID == id
		}
	}
	return o
}

// serve starts the organization in memory and fails the test for requests that no operation understands.
func serve(t *testing.T, o *fixtures.Organization, opts ...fixtures.Option) *fixtures.AWS {
	t.Helper()
	server, err := fixtures.New(o, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if lines := server.Unexpected(); len(lines) > 0 {
			t.Errorf("requests that the simulation does not understand: %q", lines)
		}
	})
	return server
}

// from is the configuration of the identity in an account.
func from(server *fixtures.AWS, account string) aws.Config {
	return aws.Config{
		Region:       "us-east-1",
		BaseEndpoint: aws.String("http://aws.test"),
		HTTPClient:   &http.Client{Transport: server.RoundTripper()},
		Credentials:  credentials.NewStaticCredentialsProvider("AKIATEST"+account, secret, ""),
	}
}

// options asks for everything, fast.
func options() org.Options {
	l := org.DefaultLimits()
	l.Rate = 0
	return org.Options{
		Caller: assume.Caller{Account: management, Partition: "aws"}, AsOf: asOf, Tags: true, Limits: l,
	}
}

// load reads the organization as the management account and fails the test when it cannot.
func load(ctx context.Context, t *testing.T, server *fixtures.AWS) *snapshot.Organization {
	t.Helper()
	o, err := org.Load(ctx, from(server, management), options())
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func contextFor(t *testing.T, d time.Duration) (context.Context, context.CancelFunc) {
	t.Helper()
	return context.WithTimeout(t.Context(), d)
}

// closingClient has connections of its own, so that a test can close them.
func closingClient(t *testing.T) *http.Client {
	t.Helper()
	return &http.Client{Transport: &http.Transport{}}
}

package org_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/org"
	"github.com/orgscan/orgscan/scan/snapshot"
)

func TestLoad(t *testing.T) {
	got := load(t.Context(), t, serve(t, world()))
	if len(got.Missing) != 0 {
		t.Fatalf("missing %v, want nothing", got.Missing)
	}
	head := []string{got.Schema, got.ID, got.ManagementID, got.FeatureSet, got.Partition, got.Population, got.CallerAccount, got.RootID}
	want := []string{snapshot.OrganizationSchema, "o-test", management, "ALL", "aws", "organization", management, "r-test"}
	if diff := cmp.Diff(want, head); diff != "" {
		t.Errorf("organization (-want +got):\n%s", diff)
	}
	if !got.AsOf.Equal(asOf) {
		t.Errorf("as of %v, want %v", got.AsOf, asOf)
	}
	var policies, delegations, services, units []string
	for _, p := range got.Policies {
		var targets []string
		for _, target := range p.Targets {
			targets = append(targets, target.ID)
		}
		policies = append(policies, fmt.Sprintf("%s %s %v %t", p.Type, p.ID, targets, strings.Contains(p.Document, "Statement")))
	}
	for _, d := range got.Delegations {
		delegations = append(delegations, d.Account+" "+d.Service)
	}
	for _, s := range got.TrustedAccess {
		services = append(services, s.Service)
	}
	for _, u := range got.OUs {
		units = append(units, u.ID+" "+u.Name+" "+u.Parent)
	}
	for name, pair := range map[string][2][]string{
		"policies": {policies, {
			"RESOURCE_CONTROL_POLICY p-RCPFullAWSAccess [r-test] true", "SERVICE_CONTROL_POLICY p-FullAWSAccess [r-test] true",
			"SERVICE_CONTROL_POLICY p-deny0001 [333344445555 ou-test-workload] true",
		}},
		"delegations": {delegations, {delegated + " access-analyzer.amazonaws.com", delegated + " guardduty.amazonaws.com"}},
		"services":    {services, {"iam.amazonaws.com", "sso.amazonaws.com"}},
		"root-access": {got.RootAccess, {"RootCredentialsManagement", "RootSessions"}},
		"units": {units, {
			"ou-test-deepest1 Payments ou-test-wlprod01", "ou-test-scprod01 Prod ou-test-security", "ou-test-security Security r-test",
			"ou-test-wlprod01 Prod ou-test-workload", "ou-test-workload Workloads r-test",
		}},
	} {
		if diff := cmp.Diff(pair[1], pair[0]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestAccounts(t *testing.T) {
	got := load(t.Context(), t, serve(t, world()))
	payments := got.Account(member)
	want := &snapshot.OrgAccount{
		ID: member, ARN: payments.ARN, Name: "payments", Email: "payments@example.com", State: snapshot.StateActive,
		Joined: asOf.AddDate(-1, 0, 0), JoinedMethod: "CREATED",
		Parents: []string{"r-test", "ou-test-workload", "ou-test-wlprod01", "ou-test-deepest1"}, OU: "Root/Workloads/Prod/Payments",
		Tags: []snapshot.Tag{{Key: "managed", Value: "yes"}, {Key: "team", Value: "payments"}},
	}
	if diff := cmp.Diff(want, payments); diff != "" {
		t.Errorf("account (-want +got):\n%s", diff)
	}
	states := map[string]snapshot.AccountState{}
	for _, a := range got.Accounts {
		states[a.ID] = a.State
	}
	wantStates := map[string]snapshot.AccountState{
		management: "ACTIVE", delegated: "ACTIVE", member: "ACTIVE", "444455556666": "SUSPENDED", "555566667777": "PENDING_CLOSURE",
		"666677778888": "ACTIVE", "777788889999": "", "888899990000": "CLOSED", "999900001111": "PENDING_ACTIVATION",
	}
	if diff := cmp.Diff(wantStates, states); diff != "" {
		t.Errorf("states (-want +got):\n%s", diff)
	}
	if !slices.IsSortedFunc(got.Accounts, func(a, b snapshot.OrgAccount) int { return strings.Compare(a.ID, b.ID) }) {
		t.Error("accounts are not sorted by id")
	}
}

// However AWS cuts the lists into pages, and whether or not it sends paths, the organization is the same.
func TestPagesAndPathsDoNotMatter(t *testing.T) {
	want := load(t.Context(), t, serve(t, world()))
	for _, size := range []int{1, 7, 20} {
		for name, opts := range map[string][]fixtures.Option{
			"plain": {fixtures.WithPageSize(size)}, "empty-pages": {fixtures.WithPageSize(size), fixtures.WithEmptyPages()},
		} {
			for paths, o := range map[string]*fixtures.Organization{
				"paths": world(), "tree-walk": without(world()), "some-paths": without(world(), member, management),
			} {
				t.Run(fmt.Sprintf("%s-%d-%s", name, size, paths), func(t *testing.T) {
					got := load(t.Context(), t, serve(t, o, opts...))
					if diff := cmp.Diff(want, got); diff != "" {
						t.Errorf("organization (-want +got):\n%s", diff)
					}
				})
			}
		}
	}
}

// Actions is what the caller's policy is made of: it must be exactly what Load calls.
func TestActionsAreExactlyTheCalls(t *testing.T) {
	for _, tags := range []bool{false, true} {
		called := map[string]int{}
		for _, o := range []*fixtures.Organization{world(), without(world())} {
			calls := &assume.Calls{}
			opts := options()
			opts.Tags, opts.Calls = tags, calls
			server := serve(t, o)
			if _, err := org.Load(t.Context(), from(server, management), opts); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(server.Calls(management), calls.Count()); diff != "" {
				t.Errorf("calls that arrived and calls that were counted (-arrived +counted):\n%s", diff)
			}
			maps.Copy(called, calls.Count())
		}
		if diff := cmp.Diff(org.Actions(tags), slices.Sorted(maps.Keys(called))); diff != "" {
			t.Errorf("tags %t: actions and calls (-actions +calls):\n%s", tags, diff)
		}
	}
}

func TestThrottlesChangeNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		want := load(t.Context(), t, serve(t, world()))
		server := serve(t, world(), fixtures.WithFaults(fixtures.Fault{Action: "*", To: 2, Kind: fixtures.Throttle},
			fixtures.Fault{Action: "organizations:ListPolicies", From: 1, To: 9, Kind: fixtures.Throttle429}))
		got := load(t.Context(), t, server)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("organization (-want +got):\n%s", diff)
		}
	})
}

func TestDefaultRateIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		opts := options()
		opts.Limits, opts.Calls = assume.Limits{}, &assume.Calls{}
		server := serve(t, world(), fixtures.WithPageSize(1))
		start := time.Now()
		if _, err := org.Load(t.Context(), from(server, management), opts); err != nil {
			t.Fatal(err)
		}
		// The one IAM call has a limiter of its own.
		want := time.Duration(opts.Calls.Total()-1-10) * time.Second / 5
		if took := time.Since(start); took < want-time.Millisecond || took > want+time.Second {
			t.Errorf("%d calls took %v, want %v", opts.Calls.Total(), took, want)
		}
		if n := server.MaxInFlight(management); n != 1 {
			t.Errorf("%d calls in flight, want 1", n)
		}
	})
}

func TestDelegatedAdministratorsMayAsk(t *testing.T) {
	server := serve(t, world())
	opts := options()
	opts.Caller.Account = delegated
	got, err := org.Load(t.Context(), from(server, delegated), opts)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Accounts) != len(world().Accounts) || got.CallerAccount != delegated {
		t.Errorf("%d accounts for %s, want %d", len(got.Accounts), got.CallerAccount, len(world().Accounts))
	}
	want := load(t.Context(), t, serve(t, world()))
	for section := range got.Missing {
		if section != snapshot.SectionRootAccess {
			t.Errorf("missing %s: %+v", section, got.Missing[section])
		}
	}
	if diff := cmp.Diff(want.Policies, got.Policies); diff != "" {
		t.Errorf("policies (-want +got):\n%s", diff)
	}
}

func TestPartitions(t *testing.T) {
	for _, partition := range []string{"aws-cn", "aws-us-gov"} {
		t.Run(partition, func(t *testing.T) {
			o := world()
			o.Partition = partition
			for i := range o.Credentials {
				o.Credentials[i].ARN = strings.Replace(o.Credentials[i].ARN, "arn:aws:", "arn:"+partition+":", 1)
			}
			opts := options()
			opts.Caller.Partition = partition
			got, err := org.Load(t.Context(), from(serve(t, o), management), opts)
			if err != nil {
				t.Fatal(err)
			}
			if got.Partition != partition || len(got.Missing) > 0 || !strings.HasPrefix(got.ARN, "arn:"+partition+":") {
				t.Errorf("partition %s, ARN %s, missing %v", got.Partition, got.ARN, got.Missing)
			}
		})
	}
}

// The same over a real socket, and nothing stays behind.
func TestLoadOverASocket(t *testing.T) {
	defer goleak.VerifyNone(t)
	server := serve(t, world())
	want := load(t.Context(), t, server)
	url, stop, err := server.Listen()
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	cfg := from(server, management)
	cfg.BaseEndpoint = aws.String(url)
	client := closingClient(t)
	cfg.HTTPClient = client
	got, err := org.Load(t.Context(), cfg, options())
	if err != nil {
		t.Fatal(err)
	}
	client.CloseIdleConnections()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("organization (-want +got):\n%s", diff)
	}
}

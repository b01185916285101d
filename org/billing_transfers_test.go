package org_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/org"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const listTransfers = "organizations:ListOutboundResponsibilityTransfers"

// billed is the world with bills that others manage.
func billed() *fixtures.Organization {
	o := world()
	o.BillingTransfers = []fixtures.BillingTransfer{
		{ID: "rt-2", Name: "reseller", Status: "ACCEPTED", Manager: "777700007777", Start: asOf},
		{ID: "rt-1", Name: "before", Status: "WITHDRAWN", Manager: "777700007778", Start: asOf.AddDate(-1, 0, 0), End: asOf},
	}
	return o
}

// withTransfers loads and completes the organization as one of its accounts.
func withTransfers(t *testing.T, server *fixtures.AWS, caller string, transport http.RoundTripper) *snapshot.Organization {
	t.Helper()
	o := load(t.Context(), t, server)
	cfg := from(server, caller)
	if transport != nil {
		cfg.HTTPClient = &http.Client{Transport: transport}
	}
	sessions := assume.New(cfg, assume.Caller{Account: caller, Partition: "aws"}, assume.Role{Name: "OrgScanAudit"}, assume.DefaultLimits())
	ctx, cancel := contextFor(t, time.Hour)
	defer cancel()
	org.Complete(ctx, sessions, o, []snapshot.Section{snapshot.SectionBillingTransfers}, nil)
	return o
}

func TestBillingTransfers(t *testing.T) {
	const arn = "arn:aws:organizations::" + management + ":transfer/o-test/billing/outbound/"
	want := &snapshot.BillingTransfers{Outbound: []snapshot.BillingTransfer{
		{ARN: arn + "rt-1", Name: "before", Status: "WITHDRAWN", Manager: "777700007778", Start: asOf.AddDate(-1, 0, 0), End: asOf},
		{ARN: arn + "rt-2", Name: "reseller", Status: "ACCEPTED", Manager: "777700007777", Start: asOf},
	}}
	for name, opts := range map[string][]fixtures.Option{
		"one-page":    nil,
		"page-each":   {fixtures.WithPageSize(1)},
		"empty-pages": {fixtures.WithPageSize(1), fixtures.WithEmptyPages()},
		"throttled":   {fixtures.WithFaults(fixtures.Fault{Action: listTransfers, To: 30, Kind: fixtures.Throttle})},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				got := withTransfers(t, serve(t, billed(), opts...), management, nil)
				if diff := cmp.Diff(want, got.BillingTransfers); diff != "" {
					t.Errorf("transfers (-want +got):\n%s missing %v", diff, got.Missing)
				}
			})
		})
	}
}

func TestBillingTransfersThatCannotBeRead(t *testing.T) {
	denied := fixtures.Fault{Action: listTransfers, From: 2, Kind: fixtures.Deny}
	for name, c := range map[string]struct {
		caller string
		opts   []fixtures.Option
		answer string
		want   snapshot.Reason
	}{
		"denied-on-the-second-page": {
			caller: management, opts: []fixtures.Option{fixtures.WithPageSize(1), fixtures.WithFaults(denied)},
			want: snapshot.Reason{Cause: findings.Denied, Action: listTransfers, Code: "AccessDeniedException"},
		},
		"role-not-there": {
			caller: delegated, want: snapshot.Reason{Cause: findings.Denied, Action: "sts:AssumeRole", Code: "AccessDenied"},
		},
		"transfer-without-target": {
			caller: management, answer: `{"ResponsibilityTransfers":[{"Arn":"arn:x","Status":"ACCEPTED"}]}`,
			want: snapshot.Reason{Cause: findings.Error, Action: listTransfers},
		},
		"token-for-ever": {
			caller: management, answer: `{"NextToken":"again"}`, want: snapshot.Reason{Cause: findings.Error, Action: listTransfers},
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := serve(t, billed(), c.opts...)
				var transport http.RoundTripper
				if c.answer != "" {
					transport = rewriting{server.RoundTripper(), map[string]string{"ListOutboundResponsibilityTransfers": c.answer}}
				}
				got := withTransfers(t, server, c.caller, transport)
				reason, missing := got.Lacks(snapshot.SectionBillingTransfers)
				reason.Message = ""
				if diff := cmp.Diff(c.want, reason); !missing || diff != "" || got.BillingTransfers != nil {
					t.Errorf("missing %v, transfers %v, reason (-want +got):\n%s", missing, got.BillingTransfers, diff)
				}
			})
		})
	}
}

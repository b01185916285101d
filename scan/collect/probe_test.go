package collect_test

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/scan/collect"
	"github.com/orgscan/orgscan/scan/snapshot"
)

func TestProbe(t *testing.T) {
	const details = "iam:GetAccountAuthorizationDetails"
	for name, c := range map[string]struct {
		id     string
		faults []fixtures.Fault
		want   snapshot.Reason
	}{
		"works":           {id: accountID},
		"another-account": {id: managementID, want: snapshot.Reason{Cause: findings.Error, Action: "sts:GetCallerIdentity"}},
		"denied": {
			id: accountID, faults: []fixtures.Fault{{Action: details, Kind: fixtures.Deny}},
			want: snapshot.Reason{Cause: findings.Denied, Action: details, Code: "AccessDenied"},
		},
		"throttled": {
			id: accountID, faults: []fixtures.Fault{{Action: details, Kind: fixtures.Throttle}},
			want: snapshot.Reason{Cause: findings.Throttled, Action: details, Code: "Throttling"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), timeout)
				defer cancel()
				w := newWorld(t, member(), fixtures.WithFaults(c.faults...))
				got, failed := collect.Probe(ctx, w.config(), c.id)
				if failed != (c.want.Cause != "") {
					t.Fatalf("failed %v for %+v", failed, got)
				}
				if failed {
					matches(t, "probe", c.want, got)
				}
				if calls := w.calls.Total(); name == "works" && calls != 2 {
					t.Errorf("%d calls, want 2", calls)
				}
			})
		})
	}
}

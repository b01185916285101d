package collect_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/scan/collect"
	"github.com/orgscan/orgscan/scan/snapshot"
)

func TestHangEndsAtTheDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, member(), fixtures.WithFaults(fixtures.Fault{Action: "iam:ListAccountAliases", Kind: fixtures.Hang}))
		w.limits.AttemptTimeout = 0
		start := time.Now()
		got := w.account(t)
		if took := time.Since(start); took != timeout {
			t.Errorf("took %v, want %v", took, timeout)
		}
		if diff := cmp.Diff([]snapshot.Section{snapshot.SectionAliases}, missing(got)); diff != "" {
			t.Errorf("missing sections (-want +got):\n%s", diff)
		}
		matches(t, "aliases", snapshot.Reason{Cause: findings.Timeout, Action: "iam:ListAccountAliases"}, got.Missing[snapshot.SectionAliases])
	})
}

func TestCancelledAfterEveryCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		opts := []fixtures.Option{fixtures.WithoutManagedDetails(), fixtures.WithReportPolls(0), fixtures.WithPageSize(2)}
		full := reference(t, member())
		w := newWorld(t, member(), opts...)
		w.account(t)
		total := w.calls.Total()
		for n := 1; n <= total; n++ {
			w := newWorld(t, member(), opts...)
			ctx, cancel := context.WithCancel(t.Context())
			w.cancelAfter(n, cancel)
			got := w.accountWith(ctx, t, collect.Options{SSHKeys: collect.SSHKeysOfEmptyUsers, Sections: optional()})
			cancel()
			wholeOrMissing(t, full, got, findings.Cancelled)
			if cmp.Equal(full, got) && n < total-2 {
				t.Errorf("cancelled after %d of %d calls, and nothing is missing", n, total)
			}
		}
	})
}

// cancelAfter cancels when n requests have been answered.
func (w *world) cancelAfter(n int, cancel func()) {
	answered := make(chan struct{}, n)
	w.intercept(func(_ string, _ int, _ url.Values, next func() *http.Response) *http.Response {
		out := next()
		select {
		case answered <- struct{}{}:
			if len(answered) == n {
				cancel()
			}
		default:
		}
		return out
	})
}

// wholeOrMissing expects every section, and every user's SSH keys, to be as in full or missing for the cause.
func wholeOrMissing(t *testing.T, full, got *snapshot.Account, cause findings.Cause) {
	t.Helper()
	for s, r := range got.Missing {
		if r.Cause != cause {
			t.Errorf("%s is missing for %+v, want the cause %s", s, r, cause)
		}
	}
	want := without(t, full, got)
	for i, u := range got.SSHKeys {
		if u.Missing != nil {
			if u.Missing.Cause != cause {
				t.Errorf("SSH keys of %s are missing for %+v", u.User, *u.Missing)
			}
			want.SSHKeys[i] = u
		}
	}
	if got.LastAccessed != nil {
		for i, p := range got.LastAccessed.Principals {
			if p.Missing == nil {
				continue
			}
			if p.Missing.Cause != cause {
				t.Errorf("the last access of %s is missing for %+v", p.ARN, *p.Missing)
			}
			want.LastAccessed.Principals[i] = p
		}
	}
	same(t, want, got)
}

func TestRequestsInFlight(t *testing.T) {
	for limit, want := range map[int]int{0: 4, 1: 1, 3: 3} {
		t.Run(fmt.Sprintf("limit-%d", limit), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				slow := fixtures.Fault{Action: "*", Kind: fixtures.Delay, Delay: time.Second}
				w := newWorld(t, member(), fixtures.WithFaults(slow))
				w.accountWith(t.Context(), t, collect.Options{SSHKeys: collect.SSHKeysOfAll, InFlight: limit})
				if got := w.aws.MaxInFlight(accountID); got != want {
					t.Errorf("%d requests in flight, want %d", got, want)
				}
			})
		})
	}
}

func TestThrottledCallsLeaveRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		actions := []string{"iam:GetAccountSummary", "iam:ListAccountAliases", "iam:ListSAMLProviders", "iam:ListOpenIDConnectProviders"}
		w := newWorld(t, member())
		for _, action := range actions {
			w.aws.AddFaults(fixtures.Fault{Action: action, Kind: fixtures.Throttle})
		}
		ctx, cancel := context.WithTimeout(t.Context(), timeout)
		defer cancel()
		got := w.accountWith(ctx, t, collect.Options{InFlight: 1})
		want := []snapshot.Section{snapshot.SectionAliases, snapshot.SectionOIDC, snapshot.SectionSAML, snapshot.SectionSummary}
		if diff := cmp.Diff(want, missing(got)); diff != "" {
			t.Errorf("missing sections (-want +got):\n%s", diff)
		}
	})
}

func TestHangWithOneRequestInFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		full := reference(t, member())
		w := newWorld(t, member(), fixtures.WithoutManagedDetails(), fixtures.WithReportPolls(0))
		w.aws.AddFaults(fixtures.Fault{Action: "iam:GetAccountSummary", Kind: fixtures.Hang})
		w.limits.AttemptTimeout = 0
		ctx, cancel := context.WithTimeout(t.Context(), timeout)
		defer cancel()
		got := w.accountWith(ctx, t, collect.Options{InFlight: 1, SSHKeys: collect.SSHKeysOfEmptyUsers, Sections: optional()})
		if _, missing := got.Missing[snapshot.SectionSummary]; !missing {
			t.Error("the summary is there")
		}
		wholeOrMissing(t, full, got, findings.Timeout)
	})
}

func TestPanicCostsOneSection(t *testing.T) {
	for action, want := range map[string][]snapshot.Section{
		"ListSAMLProviders": {snapshot.SectionSAML}, "ListSSHPublicKeys": nil,
	} {
		t.Run(action, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				full := reference(t, member())
				w := newWorld(t, member(), fixtures.WithoutManagedDetails(), fixtures.WithReportPolls(0))
				w.intercept(func(got string, _ int, _ url.Values, next func() *http.Response) *http.Response {
					if got == action {
						panic("broken transport")
					}
					return next()
				})
				got := w.account(t)
				if diff := cmp.Diff(want, missing(got)); diff != "" {
					t.Errorf("missing sections (-want +got):\n%s", diff)
				}
				lacksOrFails(t, full, got, "iam:"+action)
			})
		})
	}
}

func TestReportIsStartedFirstAndFetchedLast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, member())
		order := make(chan string, 1000)
		w.intercept(func(action string, _ int, _ url.Values, next func() *http.Response) *http.Response {
			order <- action
			return next()
		})
		w.accountWith(t.Context(), t, collect.Options{InFlight: 1})
		close(order)
		var calls []string
		for action := range order {
			calls = append(calls, action)
		}
		ends := []string{calls[0], calls[1], calls[len(calls)-1]}
		want := []string{"GetCallerIdentity", "GenerateCredentialReport", "GetCredentialReport"}
		if diff := cmp.Diff(want, ends); diff != "" {
			t.Errorf("first two and last call (-want +got):\n%s", diff)
		}
	})
}

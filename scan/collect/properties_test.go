package collect_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/scan/collect"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// dependents says, by hand, which sections are lost with an action.
var dependents = map[string][]snapshot.Section{
	"iam:GenerateCredentialReport":       {snapshot.SectionCredentialReport, snapshot.SectionSSHKeys},
	"iam:GetCredentialReport":            {snapshot.SectionCredentialReport, snapshot.SectionSSHKeys},
	"iam:GetAccountAuthorizationDetails": {snapshot.SectionManagedDocuments, snapshot.SectionPrincipals, snapshot.SectionSSHKeys},
	"iam:GetPolicy":                      {snapshot.SectionManagedDocuments},
	"iam:GetPolicyVersion":               {snapshot.SectionManagedDocuments},
	"iam:GetAccountSummary":              {snapshot.SectionSummary},
	"iam:GetAccountPasswordPolicy":       {snapshot.SectionPasswordPolicy},
	"iam:ListAccountAliases":             {snapshot.SectionAliases},
	"iam:ListVirtualMFADevices":          {snapshot.SectionVirtualMFA},
	"iam:ListServerCertificates":         {snapshot.SectionServerCertificates},
	"iam:ListSAMLProviders":              {snapshot.SectionSAML},
	"iam:ListOpenIDConnectProviders":     {snapshot.SectionOIDC},
	"iam:ListServiceSpecificCredentials": {snapshot.SectionServiceCredentials, snapshot.SectionSSHKeys},
	"iam:ListSSHPublicKeys":              nil,
}

func TestDependentsNameEveryAction(t *testing.T) {
	if diff := cmp.Diff(collect.Actions(everything()), slices.Sorted(maps.Keys(dependents))); diff != "" {
		t.Fatalf("actions (-declared +known to the tests):\n%s", diff)
	}
}

func TestCallsAreExactlyTheDeclaredActions(t *testing.T) {
	for name, c := range map[string]struct {
		sections []snapshot.Section
		ssh      string
	}{
		"default":     {snapshot.Default(), ""},
		"empty-users": {everything(), collect.SSHKeysOfEmptyUsers},
		"all":         {everything(), collect.SSHKeysOfAll},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, member(), fixtures.WithoutManagedDetails())
				w.accountWith(t.Context(), t, collect.Options{SSHKeys: c.ssh})
				calls := w.aws.Calls(accountID)
				delete(calls, "sts:GetCallerIdentity")
				if diff := cmp.Diff(collect.Actions(c.sections), slices.Sorted(maps.Keys(calls))); diff != "" {
					t.Fatalf("actions (-declared +called):\n%s", diff)
				}
			})
		})
	}
}

func TestSimulatedAuditRoleAllowsWhatIsDeclared(t *testing.T) {
	if diff := cmp.Diff(collect.Actions(everything()), fixtures.AuditActions()); diff != "" {
		t.Fatalf("actions (-declared +allowed):\n%s", diff)
	}
}

func TestDeniedAction(t *testing.T) {
	for action, sections := range dependents {
		t.Run(kebab(action), func(t *testing.T) {
			want := snapshot.Reason{Cause: findings.Denied, Action: action, Code: "AccessDenied"}
			loses(t, action, sections, want, fixtures.Fault{Action: action, Kind: fixtures.Deny})
		})
	}
}

func TestActionThrottledForEver(t *testing.T) {
	for action, sections := range dependents {
		t.Run(kebab(action), func(t *testing.T) {
			want := snapshot.Reason{Cause: findings.Throttled, Action: action, Code: "Throttling"}
			loses(t, action, sections, want, fixtures.Fault{Action: action, Kind: fixtures.Throttle})
		})
	}
}

func TestActionThatHangs(t *testing.T) {
	for action, sections := range dependents {
		t.Run(kebab(action), func(t *testing.T) {
			want := snapshot.Reason{Cause: findings.Timeout, Action: action}
			loses(t, action, sections, want, fixtures.Fault{Action: action, Kind: fixtures.Hang})
		})
	}
}

func TestActionThatNeverAnswersWell(t *testing.T) {
	for _, c := range []struct {
		name string
		kind fixtures.FaultKind
		code string
	}{
		{"reset", fixtures.Reset, ""},
		{"truncated", fixtures.Truncate, ""},
		{"web-page", fixtures.WrongType, ""},
		{"internal-error", fixtures.InternalError, "ServiceFailure"},
		{"bad-gateway", fixtures.BadGateway, "HTTP 502"},
	} {
		for action, sections := range dependents {
			t.Run(c.name+"/"+kebab(action), func(t *testing.T) {
				want := snapshot.Reason{Cause: findings.Error, Action: action, Code: c.code}
				loses(t, action, sections, want, fixtures.Fault{Action: action, Kind: c.kind})
			})
		}
	}
}

// loses collects with one fault and expects exactly the sections to be missing for the reason, whose message is free, and
// all else to have the bytes it has without the fault.
func loses(t *testing.T, action string, sections []snapshot.Section, reason snapshot.Reason, fault fixtures.Fault) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		full := reference(t, member())
		got := newWorld(t, member(), fixtures.WithoutManagedDetails(), fixtures.WithReportPolls(0), fixtures.WithFaults(fault)).account(t)
		if diff := cmp.Diff(sections, missing(got)); diff != "" {
			t.Fatalf("missing sections (-want +got):\n%s", diff)
		}
		for s, r := range got.Missing {
			matches(t, string(s), reason, r)
		}
		want := without(t, full, got)
		if action == "iam:ListSSHPublicKeys" {
			for i := range want.SSHKeys {
				matches(t, got.SSHKeys[i].User, reason, *got.SSHKeys[i].Missing)
				want.SSHKeys[i] = snapshot.UserSSHKeys{User: want.SSHKeys[i].User, Missing: got.SSHKeys[i].Missing}
			}
		}
		same(t, want, got)
	})
}

func matches(t *testing.T, what string, want, got snapshot.Reason) {
	t.Helper()
	if got.Message == "" {
		t.Errorf("%s: a reason without message", what)
	}
	got.Message = ""
	if want != got {
		t.Errorf("%s: reason %+v, want %+v", what, got, want)
	}
}

func TestPageSizeLeavesNoTrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		full := reference(t, member())
		for _, size := range []int{1, 2, 7, 1000} {
			opts := []fixtures.Option{fixtures.WithoutManagedDetails(), fixtures.WithReportPolls(0), fixtures.WithPageSize(size)}
			same(t, full, newWorld(t, member(), opts...).account(t))
			same(t, full, newWorld(t, member(), append(opts, fixtures.WithEmptyPages())...).account(t))
		}
	})
}

func TestConcurrencyLeavesNoTrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var first *snapshot.Account
		for _, inFlight := range []int{0, 1, 2, 40} {
			w := newWorld(t, member(), fixtures.WithPageSize(1), fixtures.WithReportPolls(3))
			got := w.accountWith(t.Context(), t, collect.Options{SSHKeys: collect.SSHKeysOfAll, InFlight: inFlight})
			if first == nil {
				first = got
			}
			same(t, first, got)
		}
	})
}

func TestThrottlesThatEndLeaveNoTrace(t *testing.T) {
	for _, kind := range []fixtures.FaultKind{fixtures.Throttle, fixtures.Throttle429} {
		for _, times := range []int{2, 30} {
			for action := range dependents {
				t.Run(fmt.Sprintf("%d-%d-%s", kind, times, kebab(action)), func(t *testing.T) {
					recovers(t, fixtures.Fault{Action: action, To: times, Kind: kind})
				})
			}
		}
	}
}

func TestFailuresThatEndLeaveNoTrace(t *testing.T) {
	kinds := []fixtures.FaultKind{
		fixtures.Reset, fixtures.Truncate, fixtures.WrongType, fixtures.InternalError, fixtures.BadGateway,
		fixtures.Unavailable, fixtures.GatewayTimeout, fixtures.Hang,
	}
	for _, kind := range kinds {
		for action := range dependents {
			t.Run(fmt.Sprintf("%d-%s", kind, kebab(action)), func(t *testing.T) {
				recovers(t, fixtures.Fault{Action: action, To: 4, Kind: kind})
			})
		}
	}
}

func recovers(t *testing.T, fault fixtures.Fault) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		full := reference(t, member())
		w := newWorld(t, member(), fixtures.WithoutManagedDetails(), fixtures.WithReportPolls(0), fixtures.WithFaults(fault))
		same(t, full, w.account(t))
		if unused := w.aws.UnusedFaults(); len(unused) > 0 {
			t.Fatalf("nothing failed: %v", unused)
		}
	})
}

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
			got := w.accountWith(ctx, t, collect.Options{SSHKeys: collect.SSHKeysOfEmptyUsers})
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
		got := w.accountWith(ctx, t, collect.Options{InFlight: 1, SSHKeys: collect.SSHKeysOfEmptyUsers})
		if _, missing := got.Missing[snapshot.SectionSummary]; !missing {
			t.Error("the summary is there")
		}
		wholeOrMissing(t, full, got, findings.Timeout)
	})
}

func TestPanicCostsOneSection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		full := reference(t, member())
		w := newWorld(t, member(), fixtures.WithoutManagedDetails(), fixtures.WithReportPolls(0))
		w.intercept(func(action string, _ int, _ url.Values, next func() *http.Response) *http.Response {
			if action == "ListSAMLProviders" {
				panic("broken transport")
			}
			return next()
		})
		got := w.account(t)
		if diff := cmp.Diff([]snapshot.Section{snapshot.SectionSAML}, missing(got)); diff != "" {
			t.Errorf("missing sections (-want +got):\n%s", diff)
		}
		same(t, without(t, full, got), got)
	})
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

func kebab(action string) string { return strings.ReplaceAll(strings.ToLower(action), ":", "-") }

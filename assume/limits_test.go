package assume_test

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"golang.org/x/time/rate"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/findings"
)

const summaryAction = "iam:GetAccountSummary"

func TestThirtyThrottlesInARowSurvive(t *testing.T) {
	answers := map[string]func() (*http.Response, error){
		"code":         throttled,
		"bare-429":     func() (*http.Response, error) { return reply(http.StatusTooManyRequests, "") },
		"other-phrase": func() (*http.Response, error) { return refused(http.StatusBadRequest, "RequestLimitExceeded", "slow") },
	}
	for name, throttle := range answers {
		for _, env := range []string{"false", "true"} {
			t.Run(name+"-new-retries-"+env, func(t *testing.T) {
				t.Setenv("AWS_NEW_RETRIES_2026", env)
				synctest.Test(t, func(t *testing.T) { surviveThrottles(t, throttle) })
			})
		}
	}
}

func surviveThrottles(t *testing.T, throttle func() (*http.Response, error)) {
	const throttles = 30
	w := &wire{answer: func(n int, _ *http.Request) (*http.Response, error) {
		if n <= throttles {
			return throttle()
		}
		return fine()
	}}
	client, calls := limited(w, assume.DefaultLimits())
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Minute)
	defer cancel()
	start := time.Now()
	if err := summary(ctx, client); err != nil {
		t.Fatal(err)
	}
	wantCount(t, calls, summaryAction, throttles+1)
	if took := time.Since(start); took < throttles*2*time.Second || took > throttles*11*time.Second {
		t.Errorf("%d throttles took %v, want pauses that grow to between 5 s and 10 s", throttles, took)
	}
}

func TestThrottledUntilTheDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: func(int, *http.Request) (*http.Response, error) { return throttled() }}
		client, _ := limited(w, assume.DefaultLimits())
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		start := time.Now()
		err := summary(ctx, client)
		if err == nil {
			t.Fatal("an account that is always throttled answered")
		}
		if took := time.Since(start); took > time.Minute {
			t.Errorf("took %v, want the minute of the deadline", took)
		}
		reason := assume.Reason(summaryAction, err)
		if reason.Cause != findings.Throttled || reason.Code != "Throttling" || reason.Action != summaryAction {
			t.Errorf("reason %+v, want throttled with the code Throttling", reason)
		}
	})
}

func TestThrottlesDoNotUseAttemptsUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: func(n int, _ *http.Request) (*http.Response, error) {
			switch {
			case n > 40:
				return fine()
			case n%10 == 0:
				return refused(500, "ServiceFailure", "x")
			}
			return throttled()
		}}
		client, calls := limited(w, assume.DefaultLimits())
		if err := summary(t.Context(), client); err != nil {
			t.Fatal(err)
		}
		wantCount(t, calls, summaryAction, 41)
	})
}

// The SDK's own settings must not come between: they are a limit on throttles, or a quota that accounts share.
func TestLimitedIgnoresTheBaseRetryer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: func(n int, _ *http.Request) (*http.Response, error) {
			if n <= 12 {
				return throttled()
			}
			return fine()
		}}
		base := config(w)
		base.RetryMaxAttempts, base.RetryMode = 2, aws.RetryModeAdaptive
		shared := retry.NewStandard()
		base.Retryer = func() aws.Retryer { return shared }
		client := iam.NewFromConfig(assume.Limited(base, assume.DefaultLimits(), nil))
		if err := summary(t.Context(), client); err != nil {
			t.Error(err)
		}
	})
}

func TestRateIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: func(_ int, r *http.Request) (*http.Response, error) {
			stamp, err := time.Parse("20060102T150405Z", r.Header.Get("X-Amz-Date"))
			if err != nil || time.Since(stamp) > time.Second {
				t.Errorf("signed at %q (%v), %v before it was sent", r.Header.Get("X-Amz-Date"), err, time.Since(stamp))
			}
			return fine()
		}}
		client, calls := limited(w, assume.DefaultLimits())
		start := time.Now()
		var group sync.WaitGroup
		for range 120 {
			group.Go(func() {
				if err := summary(t.Context(), client); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if took := time.Since(start); took < 9900*time.Millisecond || took > 10100*time.Millisecond {
			t.Errorf("120 calls at 10 a second after a burst of 20 took %v, want 10 s", took)
		}
		wantCount(t, calls, summaryAction, 120)
	})
}

// A server that allows less than the ceiling is found out: the share of throttled requests falls to a few in a hundred.
func TestRateAdaptsToTheServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := rate.NewLimiter(8, 8)
		var throttles atomic.Int64
		w := &wire{answer: func(int, *http.Request) (*http.Response, error) {
			if server.Allow() {
				return fine()
			}
			throttles.Add(1)
			return throttled()
		}}
		l := assume.DefaultLimits()
		l.Rate, l.Burst = 40, 10
		client, calls := limited(w, l)
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				for range 100 {
					if err := summary(t.Context(), client); err != nil {
						t.Error(err)
					}
				}
			})
		}
		group.Wait()
		if share := float64(throttles.Load()) / float64(calls.Total()); share > 0.3 {
			t.Errorf("%d of %d requests were throttled", throttles.Load(), calls.Total())
		}
	})
}

// The peers' mistake: one retryer, or one limiter, for all accounts lets an account that is always throttled use up what
// the others need.
func TestOneThrottledAccountHarmsNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		blocked := &wire{answer: func(int, *http.Request) (*http.Response, error) { return throttled() }}
		quiet := &wire{answer: func(n int, _ *http.Request) (*http.Response, error) {
			if n%5 == 0 {
				return throttled()
			}
			return fine()
		}}
		base := config(nil)
		client := func(w http.RoundTripper) *iam.Client {
			c := base.Copy()
			c.HTTPClient = &http.Client{Transport: w}
			return iam.NewFromConfig(assume.Limited(c, assume.DefaultLimits(), nil))
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		noisy, calm := client(blocked), client(quiet)
		var group sync.WaitGroup
		for range 50 {
			group.Go(func() {
				if summary(ctx, noisy) == nil {
					t.Error("the blocked account answered")
				}
			})
		}
		for i := range 400 {
			if err := summary(ctx, calm); err != nil {
				t.Fatalf("call %d of the quiet account: %v", i, err)
			}
		}
		group.Wait()
	})
}

func TestWaitBeyondTheDeadlineIsATimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: func(int, *http.Request) (*http.Response, error) { return fine() }}
		client, _ := limited(w, assume.Limits{Rate: 0.1, Burst: 1})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := summary(ctx, client); err != nil {
			t.Fatal(err)
		}
		err := summary(ctx, client)
		if ctx.Err() != nil {
			t.Fatal("the limiter waited for the deadline instead of refusing at once")
		}
		if reason := assume.Reason(summaryAction, err); reason.Cause != findings.Timeout || reason.Code != "" {
			t.Errorf("reason %+v of %v, want timeout", reason, err)
		}
	})
}

func TestZeroLimitsTryOnceWithoutWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: func(int, *http.Request) (*http.Response, error) { return refused(500, "ServiceFailure", "x") }}
		client, calls := limited(w, assume.Limits{})
		if summary(t.Context(), client) == nil {
			t.Fatal("no error")
		}
		wantCount(t, calls, summaryAction, 1)
	})
}

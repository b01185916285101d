package assume_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/findings"
)

// failures are the ways of failing that are worth another try.
func failures() map[string]struct {
	answer func(*http.Request) (*http.Response, error)
	cause  findings.Cause
	code   string
} {
	type failure = struct {
		answer func(*http.Request) (*http.Response, error)
		cause  findings.Cause
		code   string
	}
	hang := func(r *http.Request) (*http.Response, error) {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	return map[string]failure{
		"reset": {func(*http.Request) (*http.Response, error) {
			return nil, &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
		}, findings.Error, ""},
		"refused": {func(*http.Request) (*http.Response, error) {
			return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
		}, findings.Error, ""},
		"hang":            {hang, findings.Timeout, ""},
		"hang-in-body":    {hangInBody, findings.Timeout, ""},
		"internal":        {func(*http.Request) (*http.Response, error) { return refused(500, "ServiceFailure", "x") }, findings.Error, "ServiceFailure"},
		"unavailable":     {func(*http.Request) (*http.Response, error) { return reply(503, "") }, findings.Error, "HTTP 503"},
		"bad-gateway":     {func(*http.Request) (*http.Response, error) { return reply(502, "<html>") }, findings.Error, "HTTP 502"},
		"html":            {func(*http.Request) (*http.Response, error) { return reply(200, "<!doctype html><p>a & b") }, findings.Error, ""},
		"half-an-answer":  {func(*http.Request) (*http.Response, error) { return reply(200, summaryBody[:120]) }, findings.Error, ""},
		"body-cut-short":  {cutBody, findings.Error, ""},
		"request-timeout": {func(*http.Request) (*http.Response, error) { return refused(400, "RequestTimeout", "x") }, findings.Error, "RequestTimeout"},
	}
}

func hangInBody(r *http.Request) (*http.Response, error) {
	res, err := fine()
	res.Body = io.NopCloser(readerFunc(func([]byte) (int, error) {
		<-r.Context().Done()
		return 0, r.Context().Err()
	}))
	return res, err
}

func cutBody(*http.Request) (*http.Response, error) {
	res, err := fine()
	res.Body = io.NopCloser(io.MultiReader(strings.NewReader(summaryBody[:80]), readerFunc(func([]byte) (int, error) {
		return 0, io.ErrUnexpectedEOF
	})))
	return res, err
}

func TestFailuresAreTriedFiveTimes(t *testing.T) {
	for name, failure := range failures() {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := &wire{answer: func(_ int, r *http.Request) (*http.Response, error) { return failure.answer(r) }}
				client, calls := limited(w, assume.DefaultLimits())
				err := summary(t.Context(), client)
				if err == nil {
					t.Fatal("no error")
				}
				wantCount(t, calls, summaryAction, 5)
				reason := assume.Reason(summaryAction, err)
				if reason.Cause != failure.cause || reason.Code != failure.code || reason.Message == "" {
					t.Errorf("reason %+v of %v, want cause %s and code %q", reason, err, failure.cause, failure.code)
				}
			})
		})
	}
}

func TestFailuresHealOnTheLastTry(t *testing.T) {
	for name, failure := range failures() {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := &wire{answer: func(n int, r *http.Request) (*http.Response, error) {
					if n < 5 {
						return failure.answer(r)
					}
					return fine()
				}}
				client, _ := limited(w, assume.DefaultLimits())
				if err := summary(t.Context(), client); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

func TestAnswersThatAreTriedOnce(t *testing.T) {
	cases := []struct {
		code   string
		status int
		cause  findings.Cause
	}{
		{"AccessDenied", 403, findings.Denied},
		{"AccessDeniedException", 400, findings.Denied},
		{"OptInRequired", 403, findings.Denied},
		{"NoSuchEntity", 404, findings.Error},
		{"ValidationError", 400, findings.Error},
		{"LimitExceeded", 409, findings.Error},
		{"ExpiredToken", 403, findings.Error},
		{"InvalidClientTokenId", 403, findings.Error},
		{"SignatureDoesNotMatch", 403, findings.Error},
	}
	for _, c := range cases {
		t.Run(c.code, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := &wire{answer: func(int, *http.Request) (*http.Response, error) { return refused(c.status, c.code, "x") }}
				client, calls := limited(w, assume.DefaultLimits())
				err := summary(t.Context(), client)
				wantCount(t, calls, summaryAction, 1)
				if reason := assume.Reason(summaryAction, err); reason.Cause != c.cause || reason.Code != c.code {
					t.Errorf("reason %+v, want %s %s", reason, c.cause, c.code)
				}
			})
		})
	}
}

func TestEndOfTheContext(t *testing.T) {
	hang := func(_ int, r *http.Request) (*http.Response, error) {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	cases := map[string]struct {
		context func(context.Context) (context.Context, context.CancelFunc)
		cause   findings.Cause
	}{
		"cancelled": {func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(ctx)
			time.AfterFunc(time.Second, cancel)
			return ctx, cancel
		}, findings.Cancelled},
		"cancelled-for-a-deadline": {func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancelCause(ctx)
			time.AfterFunc(time.Second, func() { cancel(context.DeadlineExceeded) })
			return ctx, func() { cancel(nil) }
		}, findings.Timeout},
		"deadline": {func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeout(ctx, time.Second)
		}, findings.Timeout},
		"deadline-with-cause": {func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeoutCause(ctx, time.Second, errors.New("account timeout"))
		}, findings.Timeout},
		"already-cancelled": {func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(ctx)
			cancel()
			return ctx, cancel
		}, findings.Cancelled},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client, calls := limited(&wire{answer: hang}, assume.DefaultLimits())
				ctx, cancel := c.context(t.Context())
				defer cancel()
				err := summary(ctx, client)
				if reason := assume.Reason(summaryAction, err); reason.Cause != c.cause {
					t.Errorf("reason %+v of %v, want %s", reason, err, c.cause)
				}
				if calls.Total() > 1 {
					t.Errorf("%d attempts, want no retry after the end", calls.Total())
				}
			})
		})
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

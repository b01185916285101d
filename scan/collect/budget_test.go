package collect_test

import (
	"context"
	"io"
	"net/http"
	"runtime"
	"testing"
	"testing/synctest"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/scan/collect"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// budget is the number of calls that an account of the size below may take.
const budget = 25

func TestCallBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, crowd(100, 400, 20, 150), fixtures.WithReportPolls(3))
		got := w.accountWith(t.Context(), t, collect.Options{})
		if len(got.Users) != 100 || len(got.Roles) != 400 || len(got.Groups) != 20 || len(got.Policies) != 151 || len(got.Missing) > 0 {
			t.Fatalf("%d users, %d roles, %d groups, %d policies, missing %v", len(got.Users), len(got.Roles), len(got.Groups), len(got.Policies), got.Missing)
		}
		if calls := w.calls.Total(); calls > budget {
			t.Errorf("%d calls, want at most %d: %v", calls, budget, w.calls.Count())
		}
	})
}

// BenchmarkAccount collects an account of the budget's size without any limit of rate.
func BenchmarkAccount(b *testing.B) {
	w := newWorld(b, crowd(100, 400, 20, 150), fixtures.WithReportPolls(0))
	w.limits = assume.Limits{Attempts: 1}
	received := &meter{next: w.aws.RoundTripper()}
	w.transport = received
	for b.Loop() {
		w.accountWith(context.Background(), b, collect.Options{InFlight: 1})
	}
	b.ReportMetric(float64(w.calls.Total())/float64(b.N), "calls/op")
	b.ReportMetric(float64(received.bytes)/float64(b.N), "received-B/op")
}

// BenchmarkLargestAccounts holds two accounts at IAM's quota of 5,000 roles, and reports what they keep in memory.
func BenchmarkLargestAccounts(b *testing.B) {
	w := newWorld(b, crowd(100, 5000, 20, 150), fixtures.WithReportPolls(0))
	w.limits = assume.Limits{Attempts: 1}
	var held [2]*snapshot.Account
	for b.Loop() {
		for i := range held {
			held[i] = w.accountWith(context.Background(), b, collect.Options{})
		}
	}
	with := heap()
	runtime.KeepAlive(held)
	clear(held[:])
	b.ReportMetric(float64(with-heap())/float64(len(held)), "held-B/account")
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// meter counts the bytes of the answers; it is for one request at a time.
type meter struct {
	next  http.RoundTripper
	bytes int64
}

func (m *meter) RoundTrip(r *http.Request) (*http.Response, error) {
	out, err := m.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	out.Body = struct {
		io.Reader
		io.Closer
	}{io.TeeReader(out.Body, m), out.Body}
	return out, nil
}

func (m *meter) Write(p []byte) (int, error) {
	m.bytes += int64(len(p))
	return len(p), nil
}

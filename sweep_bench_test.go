//go:build unix

package main

import (
	"fmt"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/scan"
)

// BenchmarkSweep runs the whole program against simulated organizations of growing size and reports its peak memory and
// the requests per account. The requests may not grow with the organization, and memory only by what organization-wide
// checks keep of each account.
func BenchmarkSweep(b *testing.B) {
	for _, accounts := range []int{50, 200, 800} {
		b.Run(fmt.Sprintf("accounts=%d", accounts), func(b *testing.B) {
			o, _ := fixtures.Generate(fixtures.Spec{Accounts: accounts, Seed: 1})
			env, _ := served(b, o)
			for b.Loop() {
				dir := b.TempDir()
				c, stderr := orgscan(b.Context(), env, dir, "scan", "--out", "run", "--org-rate", "10000", "--rate", "10000",
					"--burst", "10000", "--progress", "none", "--as-of", fixtures.SimulatedNow.Format(time.RFC3339))
				if code := exitCode(b, c); code != 5 {
					b.Fatalf("exited %d: %s", code, stderr)
				}
				usage, ok := c.ProcessState.SysUsage().(*syscall.Rusage)
				if !ok {
					b.Skip("no resource usage on this system")
				}
				b.ReportMetric(float64(usage.Maxrss)/1024, "peak-MiB")
				b.ReportMetric(requestsPerAccount(b, filepath.Join(dir, "run")), "requests/account")
			}
		})
	}
}

func requestsPerAccount(b *testing.B, dir string) float64 {
	b.Helper()
	r, err := (&scan.Directory{Path: dir}).ReadRun()
	if err != nil {
		b.Fatal(err)
	}
	requests, accounts := 0, 0
	for _, c := range r.Coverage {
		if len(c.Calls) == 0 {
			continue
		}
		accounts++
		for _, n := range c.Calls {
			requests += n
		}
	}
	return float64(requests) / float64(accounts)
}

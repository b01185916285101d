package findings_test

import (
	"errors"
	"iter"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
)

func each(err error, all ...findings.Finding) iter.Seq2[findings.Finding, error] {
	return func(yield func(findings.Finding, error) bool) {
		for _, f := range all {
			if !yield(f, nil) {
				return
			}
		}
		if err != nil {
			yield(findings.Finding{}, err)
		}
	}
}

func collect(all iter.Seq2[findings.Test, error]) (tests []findings.Test, err error) {
	for t, e := range all {
		if e != nil {
			return tests, e
		}
		tests = append(tests, t)
	}
	return tests, nil
}

func line(account, check string, status findings.Status, count int) findings.Finding {
	return findings.Finding{
		Account: account, AccountName: "name", OU: "Root", Check: check, Title: "title", Status: status, Count: count,
	}
}

func result(account, check string, status findings.Status, counts map[findings.Status]int) findings.Test {
	return findings.Test{
		Account: account, AccountName: "name", OU: "Root", Check: check, Title: "title", Status: status, Counts: counts,
	}
}

func TestTests(t *testing.T) {
	denied := &findings.Reason{Cause: findings.Denied, Action: "iam:ListUsers"}
	timeout := &findings.Reason{Cause: findings.Timeout}
	first, second := line("1", "c", findings.Unknown, 0), line("1", "c", findings.Unknown, 0)
	first.Unknown, second.Unknown = denied, timeout
	withReason := result("1", "c", findings.Fail, map[findings.Status]int{findings.Fail: 1, findings.Unknown: 2})
	withReason.Unknown = denied
	tests := map[string]struct {
		in   []findings.Finding
		want []findings.Test
	}{
		"none": {nil, nil},
		"one-per-account-and-check": {
			[]findings.Finding{
				line("1", "a", findings.Pass, 4), line("1", "b", findings.Fail, 0), line("1", "b", findings.Fail, 0),
				line("2", "b", findings.NotApplicable, 1),
			},
			[]findings.Test{
				result("1", "a", findings.Pass, map[findings.Status]int{findings.Pass: 4}),
				result("1", "b", findings.Fail, map[findings.Status]int{findings.Fail: 2}),
				result("2", "b", findings.NotApplicable, map[findings.Status]int{findings.NotApplicable: 1}),
			},
		},
		"the-worst-outcome-counts-wherever-it-stands": {
			[]findings.Finding{line("1", "c", findings.Pass, 9), first, second, line("1", "c", findings.Fail, 0)},
			[]findings.Test{func() findings.Test {
				r := withReason
				r.Counts = map[findings.Status]int{findings.Pass: 9, findings.Unknown: 2, findings.Fail: 1}
				return r
			}()},
		},
		"unknown-beats-manual-beats-pass": {
			[]findings.Finding{
				line("1", "a", findings.Pass, 1), line("1", "a", findings.Manual, 0), line("1", "a", findings.Unknown, 0),
				line("1", "b", findings.NotApplicable, 1), line("1", "b", findings.Pass, 1), line("1", "b", findings.Manual, 0),
			},
			[]findings.Test{
				result("1", "a", findings.Unknown, map[findings.Status]int{findings.Pass: 1, findings.Manual: 1, findings.Unknown: 1}),
				result("1", "b", findings.Manual, map[findings.Status]int{findings.NotApplicable: 1, findings.Pass: 1, findings.Manual: 1}),
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := collect(findings.Tests(each(nil, test.in...)))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTestsEndsWithAnError(t *testing.T) {
	broken := errors.New("broken")
	got, err := collect(findings.Tests(each(broken, line("1", "a", findings.Pass, 1), line("1", "b", findings.Pass, 1))))
	if !errors.Is(err, broken) || len(got) != 1 {
		t.Errorf("%d tests, error %v; want the one before the last finding's and the error", len(got), err)
	}
}

// TestTestsStops breaks out at each place; a producer that went on would panic.
func TestTestsStops(t *testing.T) {
	for stop := 1; stop <= 2; stop++ {
		n := 0
		for range findings.Tests(each(nil, line("1", "a", findings.Pass, 1), line("1", "b", findings.Pass, 1))) {
			if n++; n == stop {
				break
			}
		}
		if n != stop {
			t.Errorf("%d tests before the break, want %d", n, stop)
		}
	}
}

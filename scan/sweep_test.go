package scan_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/scan"
)

func generated(t *testing.T, accounts int, opts ...fixtures.Option) *world {
	t.Helper()
	o, _ := fixtures.Generate(fixtures.Spec{Accounts: accounts, Seed: 11})
	return &world{simulated: simulate(t, o, opts...)}
}

// TestInterrupted stops a sweep in the middle: what is done is reported, the rest is unreachable because it was cancelled,
// and going on gives the run that was never stopped.
func TestInterrupted(t *testing.T) {
	whole := generated(t, 40).virtual(t)
	w := generated(t, 40)
	w.concurrency = 2
	directory := filepath.Join(t.TempDir(), "run")
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		done := 0
		w.progress = func(scan.Event) {
			if done++; done == 10 {
				stop()
			}
		}
		w.concurrency = 1
		result, d := run(t, ctx, w.options(t, directory))
		if n := countStates(result)[findings.Unreachable]; n < 20 {
			t.Errorf("%d accounts are unreachable after an early stop, want most of 40", n)
		}
		for _, c := range result.Coverage {
			if c.State == findings.Unreachable && c.Reasons[0].Cause != findings.Cancelled && c.Reasons[0].Cause != findings.Denied {
				t.Errorf("account %s: %+v, want cancelled", c.Account, c.Reasons)
			}
		}
		for _, f := range all(t, d) {
			c := result.Coverage[slices.IndexFunc(result.Coverage, func(c findings.Coverage) bool { return c.Account == f.Account })]
			known := ofOrganization(f.Check) || f.Status == findings.NotApplicable && !inScope(f) || f.Status == findings.Fail && organizationWide(f.Check)
			if c.State == findings.Unreachable && f.Status != findings.Unknown && !known {
				t.Errorf("account %s was not looked at, but %s says %s", f.Account, f.Check, f.Status)
			}
		}
	})
	resumed := generated(t, 40)
	synctest.Test(t, func(t *testing.T) {
		o := resumed.options(t, filepath.Join(t.TempDir(), "unused"))
		o.Directory = &scan.Directory{Path: directory}
		kept := 0
		var mu sync.Mutex
		o.Progress = func(e scan.Event) {
			mu.Lock()
			defer mu.Unlock()
			if e.Saved {
				kept++
			}
		}
		run(t, t.Context(), o)
		if kept < 5 {
			t.Errorf("%d accounts were kept from the interrupted run, want at least 5", kept)
		}
	})
	sameRun(t, whole, &scan.Directory{Path: directory})
}

func countStates(r *scan.Result) map[findings.CoverageState]int {
	counts := map[findings.CoverageState]int{}
	for _, c := range r.Coverage {
		counts[c.State]++
	}
	return counts
}

// TestWrongRoleStopsEarly gives up when no account lets the role in, although the caller's own account answers.
func TestWrongRoleStopsEarly(t *testing.T) {
	w := generated(t, 60)
	w.roleName = "NoSuchRole"
	directory := filepath.Join(t.TempDir(), "run")
	synctest.Test(t, func(t *testing.T) {
		_, err := scan.Run(t.Context(), w.options(t, directory))
		wrong, ok := errors.AsType[*scan.NoRoleError](err)
		if !ok {
			t.Fatalf("error %v, want *scan.NoRoleError", err)
		}
		if wrong.Tried < 25 || wrong.Tried > 25+16 {
			t.Errorf("tried %d accounts, want 25 and those under way", wrong.Tried)
		}
		if !strings.Contains(wrong.Hint(), "--role-name") {
			t.Errorf("hint %q does not name --role-name", wrong.Hint())
		}
	})
	w = generated(t, 60)
	w.roleName, w.keepGoing = "NoSuchRole", true
	synctest.Test(t, func(t *testing.T) {
		result, _ := run(t, t.Context(), w.options(t, filepath.Join(t.TempDir(), "insisted")))
		if n := countStates(result)[findings.Unreachable]; n < 50 {
			t.Errorf("--keep-going: %d unreachable, want nearly all", n)
		}
	})
}

// TestSourceExpires ends the run when the caller's own credentials end: every further account would fail alike.
func TestSourceExpires(t *testing.T) {
	w := generated(t, 30, fixtures.WithFaults(fixtures.Fault{Action: "sts:AssumeRole", From: 1, Kind: fixtures.ExpiredToken}))
	synctest.Test(t, func(t *testing.T) {
		_, err := scan.Run(t.Context(), w.options(t, filepath.Join(t.TempDir(), "run")))
		if !assume.SourceExpired(err) {
			t.Errorf("error %v, want expired source credentials", err)
		}
	})
}

// TestOneAccountNeverHarmsAnother lets one account hang and one throttle for ever: the others are complete.
func TestOneAccountNeverHarmsAnother(t *testing.T) {
	w := generated(t, 1)
	o, _ := fixtures.Generate(fixtures.Spec{Accounts: 12, Plants: []string{}})
	hung, throttled := o.Accounts[3].ID, o.Accounts[5].ID
	w.simulated = simulate(t, o, fixtures.WithFaults(
		fixtures.Fault{Account: hung, Action: "iam:GetAccountSummary", From: 1, Kind: fixtures.Hang},
		fixtures.Fault{Account: throttled, Action: "*", From: 2, Kind: fixtures.Throttle},
	))
	w.timeout, w.limits = 15*time.Minute, assume.DefaultLimits()
	synctest.Test(t, func(t *testing.T) {
		result, d := run(t, t.Context(), w.options(t, filepath.Join(t.TempDir(), "run")))
		for _, c := range result.Coverage {
			switch c.Account {
			case hung:
				wantReason(t, c, "summary", findings.Timeout, "iam:GetAccountSummary")
			case throttled:
				if c.State == findings.Complete || c.Reasons[0].Cause != findings.Throttled {
					t.Errorf("throttled account: %s %+v", c.State, c.Reasons)
				}
			default:
				if c.State != findings.Complete {
					t.Errorf("account %s is %s: %+v", c.Account, c.State, c.Reasons)
				}
			}
		}
		for _, f := range all(t, d) {
			if f.Account == throttled && f.Status == findings.Pass && f.Check != "coverage-account-failed" && !ofOrganization(f.Check) {
				t.Errorf("PASS for %s in the throttled account", f.Check)
			}
		}
	})
}

func wantReason(t *testing.T, c findings.Coverage, section string, cause findings.Cause, action string) {
	t.Helper()
	if len(c.Reasons) != 1 || c.Reasons[0].Section != section || c.Reasons[0].Cause != cause || c.Reasons[0].Action != action {
		t.Errorf("account %s: %s %+v, want %s missing (%s, %s)", c.Account, c.State, c.Reasons, section, cause, action)
	}
}

// swapped answers with another account's session: what a mix-up of credentials would do.
type swapped struct {
	sessions *assume.Assumer
	account  string
}

// Session opens the other account whatever was asked for.
func (s swapped) Session(ctx context.Context, _ string) (*assume.Session, error) {
	return s.sessions.Session(ctx, s.account)
}

// TestForeignSession never takes one account's data for another's.
func TestForeignSession(t *testing.T) {
	w := generated(t, 5)
	synctest.Test(t, func(t *testing.T) {
		options := w.options(t, filepath.Join(t.TempDir(), "run"))
		caller, err := assume.Whoami(t.Context(), w.config())
		if err != nil {
			t.Fatal(err)
		}
		assumer := assume.New(w.config(), caller, assume.Role{Name: "OrgScanAudit", ExternalID: fixtures.DemoExternalID}, w.limit())
		own := options.Organization.Accounts[0].ID
		options.Source = scan.Live(swapped{assumer, own}, options.Plan, "aws", options.Organization)
		result, _ := run(t, t.Context(), options)
		for _, c := range result.Coverage {
			if c.Account != own && c.InScope() && c.State != findings.Unreachable {
				t.Errorf("account %s is %s with another account's session", c.Account, c.State)
			}
		}
	})
}

// TestDiskFull ends the run when a snapshot cannot be saved, and says which.
func TestDiskFull(t *testing.T) {
	if os.Getuid() == 0 {
		t.Log("running as root: the folder is made unwritable by putting a file in its place")
	}
	w := generated(t, 5)
	synctest.Test(t, func(t *testing.T) {
		options := w.options(t, filepath.Join(t.TempDir(), "run"))
		accounts := filepath.Join(options.Directory.Path, "accounts")
		if err := errors.Join(os.RemoveAll(accounts), os.WriteFile(accounts, nil, 0o600)); err != nil {
			t.Fatal(err)
		}
		_, err := scan.Run(t.Context(), options)
		if err == nil || !strings.Contains(err.Error(), "account") {
			t.Errorf("error %v, want one that names the account", err)
		}
	})
}

// TestShards joins two halves of an organization into the run that was never split. All accounts can be entered: why one
// could not is in no snapshot that a join could read.
func TestShards(t *testing.T) {
	plants := slices.DeleteFunc(fixtures.PlantNames(), func(name string) bool {
		return slices.Contains([]string{"role-missing", "external-id-wrong", "trust-of-stranger"}, name)
	})
	o, _ := fixtures.Generate(fixtures.Spec{Accounts: 30, Seed: 11, Plants: plants})
	w := &world{simulated: simulate(t, o)}
	whole := w.virtual(t)
	var halves []*scan.Directory
	for half := range 2 {
		directory := filepath.Join(t.TempDir(), "shard")
		synctest.Test(t, func(t *testing.T) {
			o := w.options(t, directory)
			for i := range o.Organization.Accounts {
				if i%2 == half && o.Organization.Accounts[i].Skip == "" {
					o.Organization.Accounts[i].Skip = "another shard"
				}
			}
			run(t, t.Context(), o)
		})
		halves = append(halves, &scan.Directory{Path: directory})
	}
	source, err := scan.Saved(halves)
	if err != nil {
		t.Fatal(err)
	}
	organization, err := whole.ReadOrganization()
	if err != nil {
		t.Fatal(err)
	}
	_, joined := run(t, t.Context(), w.finish(t, filepath.Join(t.TempDir(), "joined"), organization, w.plan(t), source))
	if diff := gocmp.Diff(all(t, whole), all(t, joined)); diff != "" {
		t.Errorf("findings (-whole +joined):\n%s", diff)
	}
}

// TestFingerprintsAreUnique holds for everything a sweep of the planted organization reports.
func TestFingerprintsAreUnique(t *testing.T) {
	seen := map[string]findings.Finding{}
	for _, f := range all(t, fully(t).virtual(t)) {
		if other, ok := seen[f.Fingerprint]; ok {
			t.Errorf("one fingerprint for two findings:\n%+v\n%+v", other, f)
		}
		seen[f.Fingerprint] = f
	}
}

// TestTamperedSnapshot refuses a snapshot that lies under another account's name.
func TestTamperedSnapshot(t *testing.T) {
	d := generated(t, 6).virtual(t)
	entries, err := os.ReadDir(filepath.Join(d.Path, "accounts"))
	if err != nil || len(entries) < 2 {
		t.Fatal(err, len(entries))
	}
	from := filepath.Join(d.Path, "accounts", entries[0].Name())
	to := filepath.Join(d.Path, "accounts", entries[1].Name())
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
	id := strings.TrimSuffix(entries[1].Name(), ".json.gz")
	if a, err := d.ReadAccount(id); err == nil {
		t.Errorf("read %s as %s", a.ID, id)
	}
}

package scan_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/org"
	"github.com/orgscan/orgscan/scan"
	"github.com/orgscan/orgscan/scan/checks"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// world is one simulated organization and how a test sweeps it. The zero values of the fields mean the usual.
type world struct {
	simulated *fixtures.AWS
	// selection is what checks run; the default is all checks that are on.
	selection   scan.Selection
	concurrency int
	limits      assume.Limits
	timeout     time.Duration
	roleName    string
	keepGoing   bool
	// noSessionPolicy leaves the audit role's own permissions as they are.
	noSessionPolicy bool
	source          func(live scan.Source) scan.Source
	progress        func(scan.Event)
}

// simulate serves an organization; the session clock stands still unless an option moves it.
func simulate(t testing.TB, o *fixtures.Organization, opts ...fixtures.Option) *fixtures.AWS {
	t.Helper()
	simulated, err := fixtures.New(o, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return simulated
}

func (w *world) config() aws.Config {
	return aws.Config{
		Region: "us-east-1", BaseEndpoint: aws.String("http://aws.invalid"),
		HTTPClient: &httpDoer{w.simulated.RoundTripper()},
		Credentials: credentials.NewStaticCredentialsProvider(
			fixtures.CallerAccessKeyID, fixtures.CallerSecret, fixtures.CallerToken),
	}
}

func (w *world) limit() assume.Limits {
	if w.limits != (assume.Limits{}) {
		return w.limits
	}
	l := assume.DefaultLimits()
	l.Rate, l.Burst = 10000, 10000
	return l
}

// load lists the organization.
func (w *world) load(t testing.TB) (*snapshot.Organization, assume.Caller) {
	t.Helper()
	caller, err := assume.Whoami(t.Context(), w.config())
	if err != nil {
		t.Fatal(err)
	}
	o, err := org.Load(t.Context(), w.config(), org.Options{Caller: caller, AsOf: fixtures.SimulatedNow, Limits: w.limit()})
	if err != nil {
		t.Fatal(err)
	}
	if err := org.Select(o, org.Filter{}); err != nil {
		t.Fatal(err)
	}
	return o, caller
}

func (w *world) plan(t testing.TB) *scan.Plan {
	t.Helper()
	w.selection.OrgWide = true
	plan, err := scan.NewPlan(w.selection)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// options prepares a live sweep into a directory.
func (w *world) options(t testing.TB, directory string) scan.Options {
	t.Helper()
	organization, caller := w.load(t)
	plan := w.plan(t)
	role := assume.Role{Name: "OrgScanAudit", ExternalID: fixtures.DemoExternalID}
	if w.roleName != "" {
		role.Name = w.roleName
	}
	if !w.noSessionPolicy {
		var err error
		if role.SessionPolicy, err = assume.SessionPolicy(plan.Actions); err != nil {
			t.Fatal(err)
		}
	}
	assumer := assume.New(w.config(), caller, role, w.limit())
	org.Complete(t.Context(), assumer, organization, plan.OrgSections, plan.Regions)
	source := scan.Live(assumer, plan, caller.Partition, organization)
	if w.source != nil {
		source = w.source(source)
	}
	return w.finish(t, directory, organization, plan, source)
}

func (w *world) finish(t testing.TB, directory string, o *snapshot.Organization, plan *scan.Plan, source scan.Source) scan.Options {
	t.Helper()
	d, err := scan.CreateDirectory(directory)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.WriteOrganization(o); err != nil {
		t.Fatal(err)
	}
	if err := d.WriteRun(&findings.Run{Schema: findings.RunSchema, AsOf: o.AsOf}); err != nil {
		t.Fatal(err)
	}
	concurrency := 16
	if w.concurrency > 0 {
		concurrency = w.concurrency
	}
	return scan.Options{
		Directory: d, Organization: o, Plan: plan, Params: checks.DefaultParams(), Source: source, Concurrency: concurrency,
		AccountTimeout: w.timeout, KeepGoing: w.keepGoing, Now: func() time.Time { return fixtures.SimulatedNow },
		Progress: w.progress,
	}
}

// virtual runs a live sweep in virtual time, where waiting costs nothing.
func (w *world) virtual(t *testing.T) *scan.Directory {
	t.Helper()
	directory := filepath.Join(t.TempDir(), "run")
	synctest.Test(t, func(t *testing.T) { run(t, t.Context(), w.options(t, directory)) })
	return &scan.Directory{Path: directory}
}

func run(t testing.TB, ctx context.Context, o scan.Options) (*scan.Result, *scan.Directory) {
	t.Helper()
	result, err := scan.Run(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	settleRun(t, o.Directory, result)
	return result, o.Directory
}

// settleRun writes run.json as the program does, so that the directory can be read again.
func settleRun(t testing.TB, d *scan.Directory, result *scan.Result) {
	t.Helper()
	r, err := d.ReadRun()
	if err != nil {
		t.Fatal(err)
	}
	r.Coverage = result.Coverage
	if err := d.WriteRun(r); err != nil {
		t.Fatal(err)
	}
}

// all reads the findings of a run.
func all(t testing.TB, d *scan.Directory) []findings.Finding {
	t.Helper()
	var out []findings.Finding
	for f, err := range d.Findings() {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, f)
	}
	return out
}

// read returns the bytes of a file of the run.
func read(t testing.TB, d *scan.Directory, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(d.Path, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan"
	"github.com/orgscan/orgscan/scan/checks"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// runsFolder is where runs without --out go.
const runsFolder = "orgscan-runs"

func newEncoder(w io.Writer) *json.Encoder {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e
}

func joinPath(parts ...string) string { return filepath.Join(parts...) }

func (p *program) scanCommand() *cli.Command {
	return &cli.Command{
		Name:  "scan",
		Usage: "Sweep the organization",
		Description: "Lists the accounts through AWS Organizations, assumes the audit role in each, collects, judges, and writes a run\n" +
			"directory with one report. Accounts and checks that could not be looked at are UNKNOWN and raise the exit code.",
		Flags:  scanFlags(),
		Action: p.scan,
	}
}

// scanOptions are the flags of scan, validated before anything is called.
type scanOptions struct {
	params *checks.Params
	output output
	log    *logger
	asOf   time.Time
	// from are the directories of --from.
	from []*scan.Directory
	// resumed is the directory of --resume; nil for a new run.
	resumed *scan.Directory
	// startedBy is the account whose credentials started the resumed run.
	startedBy string
}

func (p *program) scan(c *cli.Context) error {
	o, err := p.scanOptions(c)
	if err != nil {
		return err
	}
	if _, err := planOf(c, true); err != nil {
		return err
	}
	ctx, cancel := limited(c)
	defer cancel()
	var in sweepInput
	if len(o.from) > 0 {
		in, err = p.savedSweep(c, o)
	} else {
		in, err = p.liveSweep(ctx, c, o)
	}
	if err != nil {
		return err
	}
	verdict, err := p.sweep(ctx, in)
	if err != nil {
		return err
	}
	return p.conclude(ctx, verdict, in)
}

// limited bounds a command by --timeout; 0 means never.
func limited(c *cli.Context) (context.Context, context.CancelFunc) {
	if t := c.Duration("timeout"); t > 0 {
		return context.WithTimeout(c.Context, t)
	}
	return context.WithCancel(c.Context)
}

func (p *program) scanOptions(c *cli.Context) (*scanOptions, error) {
	if err := noArguments(c); err != nil {
		return nil, err
	}
	o := &scanOptions{asOf: asOfNow(p.now)}
	if err := p.openResumed(c, o); err != nil {
		return nil, err
	}
	var err error
	if o.params, err = configure(c); err != nil {
		return nil, err
	}
	if err := validatePool(c); err != nil {
		return nil, err
	}
	if o.output, err = outputOf(c); err != nil {
		return nil, err
	}
	if o.log, err = p.logger(c); err != nil {
		return nil, err
	}
	if err := readAsOf(c, o); err != nil {
		return nil, err
	}
	return o, openFrom(c, o)
}

func validatePool(c *cli.Context) error {
	for _, name := range []string{"concurrency", "burst"} {
		if c.Int(name) < 1 {
			return &usageError{message: fmt.Sprintf("--%s %d: at least 1", name, c.Int(name)), hint: "leave it out for the default"}
		}
	}
	for _, name := range []string{"rate", "org-rate"} {
		if !(c.Float64(name) > 0) { // refuses NaN too
			return &usageError{message: fmt.Sprintf("--%s %v: more than 0", name, c.Float64(name)), hint: "leave it out for the default"}
		}
	}
	if c.Duration("account-timeout") <= 0 {
		return &usageError{message: fmt.Sprintf("--account-timeout %v: more than 0", c.Duration("account-timeout")), hint: "--account-timeout 15m"}
	}
	if c.Duration("timeout") < 0 {
		return &usageError{message: fmt.Sprintf("--timeout %v: not negative", c.Duration("timeout")), hint: "0 means never"}
	}
	if c.Bool("self") && c.String("accounts-file") != "" {
		return &usageError{message: "--self and --accounts-file exclude each other", hint: "--self sweeps the caller's account alone"}
	}
	return nil
}

func readAsOf(c *cli.Context, o *scanOptions) error {
	text := c.String("as-of")
	if text == "" {
		return nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			o.asOf = t.UTC()
			return nil
		}
	}
	return &usageError{message: fmt.Sprintf("--as-of %q is not a time", text), hint: "--as-of 2026-01-31, or --as-of 2026-01-31T06:00:00Z"}
}

// openResumed opens the run of --resume and takes over its flags where they were not given again, and its time.
func (p *program) openResumed(c *cli.Context, o *scanOptions) error {
	name := c.String("resume")
	if name == "" {
		return nil
	}
	for _, flag := range fixedByRun() {
		if c.IsSet(flag) {
			return &usageError{
				message: fmt.Sprintf("--%s does not go with --resume: the run goes on as it began", flag),
				hint:    "orgscan scan --resume " + name,
			}
		}
	}
	d, err := openRun(name)
	if err != nil {
		return err
	}
	run, err := d.ReadRun()
	if err != nil {
		return &usageError{message: err.Error(), hint: "name a run directory"}
	}
	if len(run.Scope.From) > 0 {
		return &usageError{message: fmt.Sprintf("%s was made from saved snapshots: there is nothing to go on with", d.Path)}
	}
	o.resumed, o.asOf, o.startedBy = d, run.AsOf, run.Caller.Account
	return restoreFlags(c, run.Parameters)
}

// openRun opens a run directory by path, or the newest one for "latest".
func openRun(name string) (*scan.Directory, error) {
	var d *scan.Directory
	var err error
	if name == "latest" {
		d, err = scan.Latest(runsFolder)
	} else {
		d, err = scan.OpenDirectory(name)
	}
	if err != nil {
		return nil, &usageError{message: "no such run: " + shortPath(err), hint: "ls " + runsFolder}
	}
	return d, nil
}

func shortPath(err error) string {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Path + ": " + e.Err.Error()
	}
	return err.Error()
}

func openFrom(c *cli.Context, o *scanOptions) error {
	for _, name := range c.StringSlice("from") {
		d, err := openRun(name)
		if err != nil {
			return err
		}
		o.from = append(o.from, d)
	}
	if len(o.from) == 0 {
		return nil
	}
	for _, flag := range append(flagNames(roleFlags()), "as-of", "self", "accounts-file") {
		if c.IsSet(flag) && !slices.Contains([]string{"role-name", "external-id"}, flag) {
			return &usageError{
				message: fmt.Sprintf("--%s does not go with --from: saved snapshots are judged as they were collected", flag),
				hint:    "leave it out",
			}
		}
	}
	return nil
}

// planOf reads the check flags.
func planOf(c *cli.Context, orgWide bool) (*scan.Plan, error) {
	least, err := severity(c, "severity")
	if err != nil {
		return nil, err
	}
	plan, err := scan.NewPlan(scan.Selection{
		Check: c.StringSlice("check"), Skip: c.StringSlice("skip-check"), Framework: c.StringSlice("framework"), Severity: least,
		All: c.Bool("all-checks"), With: c.StringSlice("with"), OrgWide: orgWide,
	})
	if err != nil {
		return nil, err
	}
	if len(plan.Checks) == 0 {
		return nil, &usageError{message: "no check is selected", hint: "orgscan checks list"}
	}
	return plan, nil
}

// directoryOf makes the directory of a new run, or returns the one to go on with.
func (p *program) directoryOf(c *cli.Context, resumed *scan.Directory) (*scan.Directory, error) {
	switch out := c.String("out"); {
	case resumed != nil:
		return resumed, nil
	case out == "" && c.IsSet("out"):
		return nil, &usageError{message: "--out is empty", hint: "name a directory, or leave it out for a new one below " + runsFolder}
	case out != "":
		d, err := scan.CreateDirectory(out)
		return d, unwritable(err)
	default:
		d, err := scan.CreateUnder(runsFolder, p.now())
		return d, unwritable(err)
	}
}

type unwritableError struct{ err error }

// Error says what could not be written.
func (e *unwritableError) Error() string { return "run directory: " + shortPath(e.err) }

// Unwrap returns the cause.
func (e *unwritableError) Unwrap() error { return e.err }

// Hint names the flag.
func (e *unwritableError) Hint() string { return "name a directory that you may write: --out DIR" }

func unwritable(err error) error {
	if _, ok := errors.AsType[*scan.NotEmptyError](err); ok || err == nil {
		return err
	}
	return &unwritableError{err}
}

// scopeOf fills the part of run.json that says what the run was meant to cover.
func scopeOf(o *snapshot.Organization) findings.Scope {
	s := findings.Scope{Organization: o.ID, Management: o.ManagementID, Population: o.Population, Accounts: len(o.Accounts)}
	for _, a := range o.Accounts {
		if a.Skip == "" {
			s.Selected++
		}
	}
	return s
}

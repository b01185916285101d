package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/org"
	"github.com/orgscan/orgscan/scan"
	"github.com/orgscan/orgscan/scan/checks"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// liveSweep prepares a sweep that asks AWS.
func (p *program) liveSweep(ctx context.Context, c *cli.Context, o *scanOptions) (sweepInput, error) {
	role, err := roleOf(c)
	if err != nil {
		return sweepInput{}, err
	}
	aws, err := p.connect(ctx, c, o.log)
	if err != nil {
		return sweepInput{}, err
	}
	if o.resumed != nil && o.startedBy != aws.caller.Account {
		return sweepInput{}, &usageError{
			message: fmt.Sprintf("run %s was started from account %s, the credentials are of account %s", o.resumed.Path, o.startedBy, aws.caller.Account),
			hint:    "use credentials of the same account, or start a new run",
		}
	}
	organization, err := scopedPopulation(ctx, c, aws, o)
	if err != nil {
		return sweepInput{}, err
	}
	o.config.label(organization)
	plan, err := planOf(c, o.config, organization.ID != "")
	if err != nil {
		return sweepInput{}, err
	}
	if role.SessionPolicy, err = sessionPolicy(c, plan); err != nil {
		return sweepInput{}, err
	}
	assumer := assume.New(aws.config, aws.caller, role, limitsOf(c))
	if o.resumed == nil {
		completeOrganization(ctx, assumer, organization, plan)
	}
	judged, err := o.judging(c, organization, plan)
	if err != nil {
		return sweepInput{}, err
	}
	directory, err := p.directoryOf(c, o.resumed)
	if err != nil {
		return sweepInput{}, err
	}
	return sweepInput{
		directory: directory,
		run: &findings.Run{
			AsOf: organization.AsOf, Caller: findings.Caller{Account: aws.caller.Account, ARN: aws.caller.ARN},
			Scope: scopeOf(organization), Parameters: parametersOf(c),
		},
		options: scan.Options{
			Organization: organization, Plan: plan, Params: o.config.params, Concurrency: c.Int("concurrency"),
			Severity: judged.severity, Local: judged.local, Exceptions: judged.exceptions,
			Source:         scan.Live(assumer, plan, aws.caller.Partition, organization),
			AccountTimeout: c.Duration("account-timeout"), KeepGoing: c.Bool("keep-going"),
		},
		output: o.output, log: o.log,
	}, nil
}

// judging is what the configuration and the exceptions make of one organization.
type judging struct {
	severity   map[string]findings.Severity
	local      map[string]*checks.Settings
	exceptions *scan.Exceptions
}

func (o *scanOptions) judging(c *cli.Context, organization *snapshot.Organization, plan *scan.Plan) (judging, error) {
	local, err := o.config.local(c, organization, plan)
	if err != nil {
		return judging{}, err
	}
	return judging{
		severity: severities(o.config.file.Severity), local: local, exceptions: exceptionsIn(c, organization, o.exceptions),
	}, nil
}

func limitsOf(c *cli.Context) assume.Limits {
	l := assume.DefaultLimits()
	l.Rate, l.Burst = c.Float64("rate"), c.Int("burst")
	return l
}

// organizationLimits are gentler than an account's: see org.DefaultLimits.
func organizationLimits(c *cli.Context) assume.Limits {
	l := org.DefaultLimits()
	l.Rate = c.Float64("org-rate")
	l.Burst = max(l.Burst, int(l.Rate))
	return l
}

func roleOf(c *cli.Context) (assume.Role, error) {
	in, err := pairs(c, "role-in")
	if err != nil {
		return assume.Role{}, err
	}
	tags, err := pairs(c, "session-tag")
	if err != nil {
		return assume.Role{}, err
	}
	r := assume.Role{
		Name: c.String("role-name"), ExternalID: c.String("external-id"), HubRole: c.String("hub-role"),
		In: in, SourceIdentity: c.String("source-identity"), Tags: tags,
	}
	if err := r.Check(); err != nil {
		return assume.Role{}, &usageError{message: err.Error(), hint: "orgscan " + c.Command.Name + " --help"}
	}
	return r, nil
}

func sessionPolicy(c *cli.Context, plan *scan.Plan) (string, error) {
	if c.Bool("no-session-policy") {
		return "", nil
	}
	return assume.SessionPolicy(plan.Actions)
}

func filterOf(c *cli.Context) org.Filter {
	return org.Filter{
		Accounts: c.StringSlice("account"), ExcludeAccounts: c.StringSlice("exclude-account"),
		OUs: c.StringSlice("ou"), ExcludeOUs: c.StringSlice("exclude-ou"),
		Tags: c.StringSlice("tag"), ExcludeTags: c.StringSlice("exclude-tag"),
	}
}

// selectionError makes every refused selection a usage error: the user named something that is not there.
func selectionError(err error) error {
	return &usageError{message: err.Error(), hint: hintOf(err)}
}

func wantsTags(c *cli.Context) bool {
	return len(c.StringSlice("tag")) > 0 || len(c.StringSlice("exclude-tag")) > 0
}

// scopedPopulation finds out which accounts there are and which of them are meant. An interrupted run goes on with what it
// meant when it began.
func scopedPopulation(ctx context.Context, c *cli.Context, aws *connection, o *scanOptions) (*snapshot.Organization, error) {
	if o.resumed != nil {
		saved, err := o.resumed.ReadOrganization()
		if err == nil {
			return saved, leftToDo(o.resumed, saved)
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	found, err := population(ctx, c, aws, o)
	if err != nil {
		return nil, err
	}
	if err := org.Select(found, filterOf(c)); err != nil {
		return nil, selectionError(err)
	}
	return found, nil
}

// leftToDo refuses to go on with a finished run in which every account has a snapshot: a nightly job that resumes for ever
// would report old data for ever.
func leftToDo(d *scan.Directory, o *snapshot.Organization) error {
	run, err := d.ReadRun()
	if err != nil || run.Ended.IsZero() {
		return err
	}
	for _, a := range o.Accounts {
		if a.Skip == "" && !d.HasAccount(a.ID) {
			return nil
		}
	}
	return &usageError{
		message: fmt.Sprintf("run %s is finished and every account has a snapshot: there is nothing to go on with", d.Path),
		hint:    "start a new run without --resume, or judge this one again with: orgscan scan --from " + d.Path,
	}
}

// organizationTimeout bounds the reading of the organization: some 10,000 calls at the default rate.
const organizationTimeout = time.Hour

// completeOrganization reads what was asked for of the organization beside its accounts.
func completeOrganization(ctx context.Context, sessions org.Sessions, organization *snapshot.Organization, plan *scan.Plan) {
	bounded, cancel := context.WithTimeout(ctx, organizationTimeout)
	defer cancel()
	org.Complete(bounded, sessions, organization, plan.OrgSections, plan.Regions)
}

// population finds out which accounts there are: the caller's own, the organization's, or the file's where the caller may
// not read the organization.
func population(ctx context.Context, c *cli.Context, aws *connection, o *scanOptions) (*snapshot.Organization, error) {
	if c.Bool("self") {
		return org.Self(aws.caller, o.asOf), nil
	}
	rows, err := accountRows(c)
	if err != nil {
		return nil, err
	}
	o.log.Info().Msg("reading the organization")
	bounded, cancel := context.WithTimeout(ctx, organizationTimeout)
	defer cancel()
	loaded, err := org.Load(bounded, aws.config, org.Options{
		Caller: aws.caller, AsOf: o.asOf, Tags: wantsTags(c) || o.config.needsTags(), Limits: organizationLimits(c),
	})
	switch {
	case err == nil && rows == nil:
		return loaded, nil
	case err == nil:
		org.Enrich(loaded, rows)
		return loaded, nil
	case rows != nil && mayNotList(err):
		o.log.Warn().Str("reason", oneLine(err.Error())).Int("accounts", len(rows)).
			Msg("the organization cannot be read: the accounts file is the whole population")
		return org.FromFile(aws.caller, o.asOf, rows), nil
	}
	return nil, err
}

// mayNotList reports whether AWS refused the account list for good. A failure that may pass must not shrink the population.
func mayNotList(err error) bool {
	e, ok := errors.AsType[*org.LoadError](err)
	return ok && !assume.SourceExpired(err) && (e.NotInOrganization() || e.Reason.Cause == findings.Denied)
}

func accountRows(c *cli.Context) ([]org.Row, error) {
	path := c.String("accounts-file")
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path) //nolint:gosec // the path is the user's own choice
	if err != nil {
		return nil, &usageError{message: "--accounts-file: " + shortPath(err), hint: "a CSV file with the columns id,name,ou,owner,environment,tier"}
	}
	defer f.Close() //nolint:errcheck // read only
	rows, err := org.ReadAccountsFile(f)
	if err != nil {
		return nil, &usageError{message: fmt.Sprintf("--accounts-file %s: %v", path, err), hint: "a CSV file with the columns id,name,ou,owner,environment,tier"}
	}
	return rows, nil
}

// asOfNow is the time of a new run, in whole seconds.
func asOfNow(now func() time.Time) time.Time { return now().UTC().Truncate(time.Second) }

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
	organization, err := population(ctx, c, aws, o)
	if err != nil {
		return sweepInput{}, err
	}
	if err := org.Select(organization, filterOf(c)); err != nil {
		return sweepInput{}, selectionError(err)
	}
	plan, err := planOf(c, organization.ID != "")
	if err != nil {
		return sweepInput{}, err
	}
	if role.SessionPolicy, err = sessionPolicy(c, plan); err != nil {
		return sweepInput{}, err
	}
	directory, err := p.directoryOf(c, o.resumed)
	if err != nil {
		return sweepInput{}, err
	}
	assumer := assume.New(aws.config, aws.caller, role, limitsOf(c))
	return sweepInput{
		directory: directory,
		run: &findings.Run{
			AsOf: organization.AsOf, Caller: findings.Caller{Account: aws.caller.Account, ARN: aws.caller.ARN},
			Scope: scopeOf(organization), Parameters: parametersOf(c),
		},
		options: scan.Options{
			Organization: organization, Plan: plan, Params: o.params, Concurrency: c.Int("concurrency"),
			Source:         scan.Live(assumer, plan, aws.caller.Partition, organization.AsOf),
			AccountTimeout: c.Duration("account-timeout"), KeepGoing: c.Bool("keep-going"),
		},
		output: o.output, log: o.log,
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

// population finds out which accounts there are: those of the interrupted run, the caller's own, the organization's, or
// the file's where the organization cannot be read.
func population(ctx context.Context, c *cli.Context, aws *connection, o *scanOptions) (*snapshot.Organization, error) {
	if o.resumed != nil {
		saved, err := o.resumed.ReadOrganization()
		if err == nil {
			return forgetSkips(saved), nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	if c.Bool("self") {
		return org.Self(aws.caller, o.asOf), nil
	}
	rows, err := accountRows(c)
	if err != nil {
		return nil, err
	}
	loaded, err := org.Load(ctx, aws.config, org.Options{
		Caller: aws.caller, AsOf: o.asOf, Tags: wantsTags(c), Limits: organizationLimits(c),
	})
	switch {
	case err == nil && rows == nil:
		return loaded, nil
	case err == nil:
		org.Enrich(loaded, rows)
		return loaded, nil
	case rows != nil && !assume.SourceExpired(err) && ctx.Err() == nil:
		return org.FromFile(aws.caller, o.asOf, rows), nil
	}
	return nil, err
}

// forgetSkips makes every account selectable again: Select states the reasons anew.
func forgetSkips(o *snapshot.Organization) *snapshot.Organization {
	for i := range o.Accounts {
		o.Accounts[i].Skip = ""
	}
	return o
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

// savedSweep prepares a sweep over saved snapshots: no call is made.
func (p *program) savedSweep(c *cli.Context, o *scanOptions) (sweepInput, error) {
	organization, caller, err := joinRuns(o.from)
	if err != nil {
		return sweepInput{}, err
	}
	if err := org.Select(organization, filterOf(c)); err != nil {
		return sweepInput{}, selectionError(err)
	}
	plan, err := planOf(c, organization.ID != "")
	if err != nil {
		return sweepInput{}, err
	}
	source, err := scan.Saved(o.from)
	if err != nil {
		return sweepInput{}, err
	}
	directory, err := p.directoryOf(c, nil)
	if err != nil {
		return sweepInput{}, err
	}
	run := &findings.Run{AsOf: organization.AsOf, Caller: caller, Scope: scopeOf(organization), Parameters: parametersOf(c)}
	for _, d := range o.from {
		run.Scope.From = append(run.Scope.From, d.Path)
	}
	return sweepInput{
		directory: directory, run: run, output: o.output, log: o.log,
		options: scan.Options{
			Organization: organization, Plan: plan, Params: o.params, Source: source, Concurrency: c.Int("concurrency"),
		},
	}, nil
}

// joinRuns returns the organization that the runs share, with every account in scope that was in scope in one of them,
// and who asked for it.
func joinRuns(from []*scan.Directory) (*snapshot.Organization, findings.Caller, error) {
	var joined *snapshot.Organization
	var caller findings.Caller
	for _, d := range from {
		next, err := d.ReadOrganization()
		if err != nil {
			return nil, caller, &usageError{message: err.Error(), hint: "--from takes a run directory that holds snapshots"}
		}
		run, err := d.ReadRun()
		if err != nil {
			return nil, caller, &usageError{message: err.Error(), hint: "--from takes a run directory that holds snapshots"}
		}
		if joined == nil {
			joined, caller = next, run.Caller
			continue
		}
		if next.ID != joined.ID {
			return nil, caller, &usageError{
				message: fmt.Sprintf("%s holds organization %q, %s holds %q", from[0].Path, joined.ID, d.Path, next.ID),
				hint:    "join only shards of one organization",
			}
		}
		joined = join(joined, next)
	}
	return joined, caller, nil
}

// join keeps the organization that was read last and brings back the accounts that either run had in scope.
func join(a, b *snapshot.Organization) *snapshot.Organization {
	if b.AsOf.After(a.AsOf) {
		a, b = b, a
	}
	for i := range a.Accounts {
		if other := b.Account(a.Accounts[i].ID); other != nil && other.Skip == "" {
			a.Accounts[i].Skip = ""
		}
	}
	return a
}

// asOfNow is the time of a new run, in whole seconds.
func asOfNow(now func() time.Time) time.Time { return now().UTC().Truncate(time.Second) }

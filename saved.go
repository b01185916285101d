package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/org"
	"github.com/orgscan/orgscan/scan"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// savedSweep prepares a sweep over saved snapshots: no call is made.
func (p *program) savedSweep(c *cli.Context, o *scanOptions) (sweepInput, error) {
	organization, caller, err := joinRuns(o.from)
	if err != nil {
		return sweepInput{}, err
	}
	if err := narrow(organization, filterOf(c)); err != nil {
		return sweepInput{}, err
	}
	o.config.label(organization)
	plan, err := planOf(c, o.config, organization.ID != "")
	if err != nil {
		return sweepInput{}, err
	}
	judged, err := o.judging(c, organization, plan)
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
			Organization: organization, Plan: plan, Params: o.config.params, Source: source, Concurrency: c.Int("concurrency"),
			Severity: judged.severity, Local: judged.local, Exceptions: judged.exceptions,
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
		if err := d.Verify(run); err != nil {
			return nil, caller, err
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

// narrow selects among the accounts that a run had in scope; those that every run left out keep their reason.
func narrow(o *snapshot.Organization, f org.Filter) error {
	skipped := map[string]string{}
	for _, a := range o.Accounts {
		skipped[a.ID] = a.Skip
	}
	if err := org.Select(o, f); err != nil {
		return selectionError(err)
	}
	left := 0
	for i := range o.Accounts {
		a := &o.Accounts[i]
		a.Skip = cmp.Or(skipped[a.ID], a.Skip)
		if a.Skip == "" {
			left++
		}
	}
	if left == 0 {
		return &usageError{message: "the selection leaves none of the accounts that the saved run looked at", hint: "leave the selection out"}
	}
	return nil
}

// join keeps the organization that was read last, adds accounts that only the other knows, and brings those back into scope
// that either run had in scope.
func join(a, b *snapshot.Organization) *snapshot.Organization {
	if b.AsOf.After(a.AsOf) {
		a, b = b, a
	}
	for _, other := range b.Accounts {
		known := a.Account(other.ID)
		switch {
		case known == nil:
			a.Accounts = append(a.Accounts, other)
			slices.SortFunc(a.Accounts, func(x, y snapshot.OrgAccount) int { return strings.Compare(x.ID, y.ID) })
		case other.Skip == "":
			known.Skip = ""
		}
	}
	return a
}

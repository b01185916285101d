package scan

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/checks"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// Options are everything a sweep needs; none is optional but Progress, AccountTimeout and KeepGoing.
type Options struct {
	Directory    *Directory
	Organization *snapshot.Organization
	Plan         *Plan
	Params       *checks.Params
	Source       Source
	// Severity replaces the severity of a check's findings, by check id; nil for none.
	Severity map[string]findings.Severity
	// Local are the settings of the accounts that have their own, by account id: they take the place of Params and Severity.
	Local map[string]*checks.Settings
	// Exceptions mark what is accepted; nil when there is no file.
	Exceptions *Exceptions
	// Concurrency is how many accounts are worked on at once, at least 1.
	Concurrency int
	// AccountTimeout bounds one account; 0 means no bound, which lets a credential report that never completes hold it for ever.
	AccountTimeout time.Duration
	// KeepGoing goes on although no role could be assumed in any of the first accounts.
	KeepGoing bool
	// Now gives the times of the coverage; nothing is judged by it.
	Now func() time.Time
	// Progress is told of every finished account, from several goroutines at once; nil for nobody.
	Progress func(Event)
}

// Event is one account that is done.
type Event struct {
	Coverage findings.Coverage
	// Saved is true when the snapshot had been saved by an earlier, interrupted run.
	Saved bool
}

// Result is what a sweep concluded. The findings are in the run directory.
type Result struct {
	// Coverage has one entry per account of the organization, sorted by id.
	Coverage []findings.Coverage
	// Missing are the sections of the organization that could not be read.
	Missing []findings.CoverageReason
	Tally   *findings.Tally
	// Exceptions are those of Options with what they accepted; nil when there is no file.
	Exceptions []findings.ExceptionUse
	// Snapshots counts the snapshots in the run directory.
	Snapshots int
}

// earlyStop is how many accounts may refuse the role before the role, not the accounts, is taken to be wrong.
const earlyStop = 25

// NoRoleError says that the role could not be assumed in any of the first accounts.
type NoRoleError struct {
	Tried int
	First *UnreachableError
}

// Error says how many were tried and why the first one failed.
func (e *NoRoleError) Error() string {
	return fmt.Sprintf("the role could not be assumed in any of the first %d accounts: %s", e.Tried, e.First.Reason.Message)
}

// Unwrap returns the first refusal.
func (e *NoRoleError) Unwrap() error { return e.First }

// Hint repeats what the first refusal suggests.
func (e *NoRoleError) Hint() string {
	return "check --role-name and --external-id (try: orgscan accounts --probe), or insist with --keep-going; " + e.First.Reason.Hint
}

// Run sweeps the accounts of the organization that are not skipped and writes snapshots and findings into the run
// directory. An account that cannot be looked at, also because ctx was cancelled, is in the coverage, not an error. Errors
// are failures of the run itself: the directory cannot be written, the source credentials expired, no role works. The caller
// holds the directory's lock.
func Run(ctx context.Context, o Options) (*Result, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	s := &sweep{Options: o, stop: stop, extracts: newExtracts(), refusals: &refusals{keepGoing: o.KeepGoing}}
	s.missing = MissingOfOrganization(o.Organization)
	o.Exceptions.excuse(homeOf(o.Organization), s.missing)
	if err := o.Directory.removeSpool(); err != nil {
		return nil, err
	}
	coverage := make([]findings.Coverage, len(o.Organization.Accounts))
	var group errgroup.Group
	group.SetLimit(o.Concurrency)
	for i, account := range o.Organization.Accounts {
		group.Go(func() error {
			coverage[i] = s.account(ctx, account)
			return nil
		})
	}
	_ = group.Wait() // the goroutines return nil: an account's failure is its coverage
	if err := s.fatal(ctx); err != nil {
		return nil, err
	}
	return s.conclude(coverage)
}

// sweep is the state of one Run.
type sweep struct {
	Options
	stop     context.CancelCauseFunc
	extracts *extracts
	refusals *refusals
	// missing are the sections of the organization that could not be read.
	missing []findings.CoverageReason
}

// fatalError is the cause of a cancellation that ends the run, told apart from the caller's own.
type fatalError struct{ error }

// Unwrap returns the reason.
func (e fatalError) Unwrap() error { return e.error }

func (s *sweep) fatal(ctx context.Context) error {
	if f, ok := errors.AsType[fatalError](context.Cause(ctx)); ok {
		return f.error
	}
	return nil
}

// account does everything for one account and returns its coverage.
func (s *sweep) account(ctx context.Context, account snapshot.OrgAccount) findings.Coverage {
	line := findings.Coverage{Account: account.ID, Name: account.Name, OU: account.OU}
	if account.Skip != "" {
		line.State, line.Reasons = findings.Skipped, []findings.CoverageReason{{Message: account.Skip}}
		return line
	}
	defer s.survive(account.ID)
	line.Started = s.Now()
	a, line, known := s.snapshot(ctx, account, line)
	s.Exceptions.excuse(line.Account, line.Reasons)
	if err := s.evaluate(a, line.Reasons); err != nil {
		s.stop(fatalError{err})
	}
	line.Ended = s.Now()
	if s.Progress != nil {
		s.Progress(Event{Coverage: line, Saved: known})
	}
	return line
}

// survive turns a panic into the end of the run: it would otherwise take the process down with the exit code of wrong usage.
func (s *sweep) survive(account string) {
	if v := recover(); v != nil {
		s.stop(fatalError{fmt.Errorf("account %s: orgscan broke: %v", account, v)})
	}
}

// snapshot returns the account's data and coverage; known is true when an interrupted run had saved them.
func (s *sweep) snapshot(ctx context.Context, account snapshot.OrgAccount, line findings.Coverage) (_ *snapshot.Account, _ findings.Coverage, known bool) {
	if s.Directory.HasAccount(account.ID) {
		a, err := s.Directory.ReadAccount(account.ID)
		if err != nil {
			s.stop(fatalError{err})
		} else if len(s.Plan.shallow(a)) == 0 {
			if a.AuditRole != "" {
				s.refusals.accepted()
			}
			return a, settle(line, a, s.Plan.Sections), true
		}
	}
	a, err := s.fetch(ctx, account, &line)
	if err != nil {
		r := s.unreachable(ctx, account.ID, err)
		line.State, line.Reasons = findings.Unreachable, []findings.CoverageReason{r}
		return s.absent(account.ID, r), line, false
	}
	if err := s.Directory.WriteAccount(a); err != nil {
		s.stop(fatalError{fmt.Errorf("save the snapshot of account %s: %w", account.ID, err)})
	}
	return a, settle(line, a, s.Plan.Sections), false
}

// fetch asks the source. A snapshot that the end of the run cut short is dropped: it must not pass for the account's state
// when the run is resumed.
func (s *sweep) fetch(ctx context.Context, account snapshot.OrgAccount, line *findings.Coverage) (*snapshot.Account, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	bounded, cancel := s.bound(ctx)
	defer cancel()
	a, calls, err := s.Source.Snapshot(bounded, account)
	line.Calls = calls
	if err != nil {
		return nil, err
	}
	if ctx.Err() != nil && len(missingSections(a, s.Plan.Sections)) > 0 {
		return nil, context.Cause(ctx)
	}
	if a.AuditRole != "" {
		s.refusals.accepted()
	}
	for section, reason := range s.Plan.shallow(a) {
		a.Miss(section, reason)
	}
	return a, nil
}

func (s *sweep) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	if s.AccountTimeout <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, s.AccountTimeout)
}

// unreachable turns an error of the source into a reason, and stops the run when every further account would fail alike.
func (s *sweep) unreachable(ctx context.Context, id string, err error) findings.CoverageReason {
	if ctx.Err() != nil {
		return findings.CoverageReason{Cause: findings.Cancelled, Message: "the run ended before the account was done"}
	}
	u, ok := errors.AsType[*UnreachableError](err)
	if !ok {
		s.stop(fatalError{fmt.Errorf("account %s: %w", id, err)})
		return findings.CoverageReason{Cause: findings.Error, Message: "the run failed"}
	}
	if u.Refused {
		if tried, first := s.refusals.refused(u); first != nil {
			s.stop(fatalError{&NoRoleError{Tried: tried, First: first}})
		}
	}
	return u.Reason
}

// absent stands for an account without a snapshot: every section is missing.
func (s *sweep) absent(id string, r findings.CoverageReason) *snapshot.Account {
	a := snapshot.Unreachable(id, s.Organization.Partition, snapshot.Reason{
		Cause: r.Cause, Action: r.Action, Code: r.Code, Message: r.Message,
	})
	a.AsOf = s.Organization.AsOf
	return a
}

// settings returns what the account is judged by.
func (s *sweep) settings(account string) *checks.Settings {
	if own := s.Local[account]; own != nil {
		return own
	}
	return &checks.Settings{Params: s.Params, Severity: s.Severity}
}

// evaluate runs the checks and spools the findings. The reasons are why something of the account could not be looked at.
func (s *sweep) evaluate(a *snapshot.Account, reasons []findings.CoverageReason) error {
	settings := s.settings(a.ID)
	all, extracted := checks.Evaluate(s.Plan.Checks, checks.Input{
		Account: a, Organization: s.Organization, Params: settings.Params, Off: settings.Off,
	})
	s.extracts.add(extracted)
	settings.Rank(all)
	s.Exceptions.apply(all, slices.Concat(reasons, s.missing))
	if err := s.Directory.spool(a.ID, all); err != nil {
		return fmt.Errorf("save the findings of account %s: %w", a.ID, err)
	}
	return nil
}

// conclude judges the organization and writes findings.jsonl.
func (s *sweep) conclude(coverage []findings.Coverage) (*Result, error) {
	if err := s.judge(coverage); err != nil {
		return nil, fmt.Errorf("write the findings: %w", err)
	}
	tally, err := s.Directory.merge(coverage, s.Plan.Checks)
	if err != nil {
		return nil, fmt.Errorf("write the findings: %w", err)
	}
	saved, err := s.Directory.accountIDs()
	if err != nil {
		return nil, err
	}
	return &Result{
		Coverage: coverage, Missing: s.missing, Tally: tally, Snapshots: len(saved), Exceptions: s.Exceptions.uses(),
	}, nil
}

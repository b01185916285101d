package scan

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/collect"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// Source gives the snapshot of one account. The map counts the requests that were sent, by action; it is nil when none
// could be. An error means that the account could not be entered at all: *UnreachableError, or one that ends the sweep.
type Source interface {
	Snapshot(ctx context.Context, account snapshot.OrgAccount) (*snapshot.Account, map[string]int, error)
}

// UnreachableError says why no session could be opened in an account, or why a saved run has no snapshot of it.
type UnreachableError struct {
	Account string
	Reason  findings.CoverageReason
	// Refused is true when the role could not be assumed: the kind of failure that a wrong role name causes everywhere.
	Refused bool
	Err     error
}

// Error names the account and the reason.
func (e *UnreachableError) Error() string {
	return fmt.Sprintf("account %s is unreachable: %s", e.Account, e.Reason.Message)
}

// Unwrap returns the cause, which may be nil.
func (e *UnreachableError) Unwrap() error { return e.Err }

// Sessions opens a session in an account: what *assume.Assumer does.
type Sessions interface {
	Session(ctx context.Context, account string) (*assume.Session, error)
}

// Live returns the source that assumes the audit role and collects, to the plan's depth, judged as of the given time.
func Live(sessions Sessions, plan *Plan, partition string, asOf time.Time) Source {
	return &live{sessions: sessions, plan: plan, partition: partition, asOf: asOf}
}

type live struct {
	sessions  Sessions
	plan      *Plan
	partition string
	asOf      time.Time
}

// Snapshot assumes and collects.
func (l *live) Snapshot(ctx context.Context, account snapshot.OrgAccount) (*snapshot.Account, map[string]int, error) {
	session, err := l.sessions.Session(ctx, account.ID)
	if err != nil {
		return nil, nil, refused(account, err)
	}
	a, err := l.collect(ctx, session.Config, session.Role, account.ID)
	return a, session.Calls.Count(), err
}

func (l *live) collect(ctx context.Context, cfg aws.Config, role, id string) (*snapshot.Account, error) {
	a, err := collect.Account(ctx, cfg, id, collect.Options{
		Partition: l.partition, AsOf: l.asOf, AuditRole: role, SSHKeys: l.plan.SSHKeys,
	})
	if mismatch, ok := errors.AsType[*collect.IdentityError](err); ok {
		r := mismatch.Reason()
		return nil, &UnreachableError{Account: id, Reason: coverageReason("", r), Err: err}
	}
	return a, err
}

// refused turns a failed session into the account's reason; expired source credentials stay as they are, since every
// further account would fail alike.
func refused(account snapshot.OrgAccount, err error) error {
	if assume.SourceExpired(err) {
		return err
	}
	failure, ok := errors.AsType[*assume.Error](err)
	if !ok {
		return err
	}
	failure.State = account.State
	r := coverageReason("", failure.Reason())
	r.Hint = failure.Hint()
	return &UnreachableError{Account: account.ID, Reason: r, Refused: failure.Cause != findings.Cancelled, Err: err}
}

// Saved returns the source that reads the snapshots of earlier runs of one organization. An account in several of them
// comes from the one judged last; an account in none is unreachable for the reason its run gives.
func Saved(from []*Directory) (Source, error) {
	s := &saved{from: from, reasons: map[string]findings.CoverageReason{}}
	for _, d := range from {
		run, err := d.ReadRun()
		if err != nil {
			return nil, err
		}
		for _, c := range run.Coverage {
			if c.State == findings.Unreachable && len(c.Reasons) > 0 {
				s.reasons[c.Account] = c.Reasons[0]
			}
		}
	}
	return s, nil
}

type saved struct {
	from    []*Directory
	reasons map[string]findings.CoverageReason
}

// Snapshot reads.
func (s *saved) Snapshot(_ context.Context, account snapshot.OrgAccount) (*snapshot.Account, map[string]int, error) {
	var newest *snapshot.Account
	for _, d := range s.from {
		a, err := d.ReadAccount(account.ID)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		if newest == nil || a.AsOf.After(newest.AsOf) {
			newest = a
		}
	}
	if newest != nil {
		return newest, nil, nil
	}
	r, ok := s.reasons[account.ID]
	if !ok {
		r = findings.CoverageReason{Cause: findings.NotCollected, Message: "the saved run holds no snapshot of the account"}
	}
	return nil, nil, &UnreachableError{Account: account.ID, Reason: r}
}

package scan

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
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

// Live returns the source that assumes the audit role and collects, to the plan's depth, judged as of the organization's
// time. What the organization's analyzers cover is not asked of the accounts again.
func Live(sessions Sessions, plan *Plan, partition string, organization *snapshot.Organization) Source {
	return &live{
		sessions: sessions, plan: plan, partition: partition, asOf: organization.AsOf, covered: plan.covered(organization),
	}
}

type live struct {
	sessions  Sessions
	plan      *Plan
	partition string
	asOf      time.Time
	covered   []string
}

// Snapshot assumes and collects.
func (l *live) Snapshot(ctx context.Context, account snapshot.OrgAccount) (*snapshot.Account, map[string]int, error) {
	session, err := l.sessions.Session(ctx, account.ID)
	if err != nil {
		return nil, nil, refused(account, err)
	}
	a, err := l.collect(ctx, session.Config, roleName(session.Role), account.ID)
	if err == nil && session.Role == "" {
		err = expired(a)
	}
	return a, session.Calls.Count(), err
}

// roleName returns the name, with its path, of a role ARN; "" for none.
func roleName(arn string) string {
	_, name, _ := strings.Cut(arn, ":role/")
	return name
}

// expired reports that the caller's own credentials ended while they were used to collect: the snapshot says nothing about
// the account, and every further account would fail alike.
func expired(a *snapshot.Account) error {
	for _, r := range a.Missing {
		if strings.HasPrefix(r.Code, "ExpiredToken") {
			return &assume.CredentialsError{Kind: assume.ExpiredCredentials, Code: r.Code}
		}
	}
	return nil
}

func (l *live) collect(ctx context.Context, cfg aws.Config, role, id string) (*snapshot.Account, error) {
	a, err := collect.Account(ctx, cfg, id, collect.Options{
		Partition: l.partition, AsOf: l.asOf, AuditRole: role, SSHKeys: l.plan.SSHKeys,
		Sections: l.plan.optional(), Regions: l.plan.Regions, EventsWindow: l.plan.EventsWindow,
		LastAccessed: l.plan.LastAccessed, Covered: l.covered,
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

// Saved returns the source that reads the snapshots of earlier runs of one organization. Of several runs that had an account
// in scope the latest one counts, also when it could not enter the account: an older snapshot must not hide that.
func Saved(from []*Directory) (Source, error) {
	s := &saved{}
	for _, d := range from {
		r, err := openSavedRun(d)
		if err != nil {
			return nil, err
		}
		s.runs = append(s.runs, r)
	}
	return s, nil
}

// savedRun is what one earlier run says of its accounts.
type savedRun struct {
	directory *Directory
	asOf      time.Time
	inScope   map[string]bool
	reasons   map[string]findings.CoverageReason
}

func openSavedRun(d *Directory) (*savedRun, error) {
	run, err := d.ReadRun()
	if err != nil {
		return nil, err
	}
	organization, err := d.ReadOrganization()
	if err != nil {
		return nil, err
	}
	r := &savedRun{directory: d, asOf: run.AsOf, inScope: map[string]bool{}, reasons: map[string]findings.CoverageReason{}}
	for _, a := range organization.Accounts {
		r.inScope[a.ID] = a.Skip == ""
	}
	for _, c := range run.Coverage {
		r.inScope[c.Account] = c.InScope()
		if c.State == findings.Unreachable && len(c.Reasons) > 0 {
			r.reasons[c.Account] = c.Reasons[0]
		}
	}
	return r, nil
}

type saved struct{ runs []*savedRun }

// Snapshot reads.
func (s *saved) Snapshot(_ context.Context, account snapshot.OrgAccount) (*snapshot.Account, map[string]int, error) {
	var best *snapshot.Account
	var asOf time.Time
	reason := notSaved
	for _, r := range s.runs {
		a, err := r.directory.ReadAccount(account.ID)
		absent := errors.Is(err, fs.ErrNotExist)
		switch {
		case err != nil && !absent:
			return nil, nil, err
		case absent && !r.inScope[account.ID], r.asOf.Before(asOf), absent && best != nil && r.asOf.Equal(asOf):
			continue
		}
		best, asOf = a, r.asOf
		if absent {
			reason = r.reason(account.ID)
		}
	}
	if best == nil {
		return nil, nil, &UnreachableError{Account: account.ID, Reason: reason}
	}
	return best, nil, nil
}

// reason says why the run has no snapshot of an account in its scope.
func (r *savedRun) reason(account string) findings.CoverageReason {
	if known, ok := r.reasons[account]; ok {
		return known
	}
	return notSaved
}

// notSaved is the reason of an account that an earlier run meant to sweep and did not get to.
var notSaved = findings.CoverageReason{Cause: findings.NotCollected, Message: "the saved run holds no snapshot of the account"}

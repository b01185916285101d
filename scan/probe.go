package scan

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/collect"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// Probed is the result of trying one account: Reason is nil when it can be entered and read.
type Probed struct {
	Account snapshot.OrgAccount
	Reason  *findings.CoverageReason
}

// Probe tries the role and one call in every account that is not skipped, each within the timeout, and returns the results
// in account order. An error means that the source credentials expired.
func Probe(ctx context.Context, accounts []snapshot.OrgAccount, sessions Sessions, concurrency int, timeout time.Duration) ([]Probed, error) {
	results := make([]Probed, len(accounts))
	var group errgroup.Group
	group.SetLimit(concurrency)
	for i, account := range accounts {
		group.Go(func() error {
			bounded, cancel := context.WithTimeout(ctx, timeout)
			defer cancel()
			reason, err := probe(bounded, account, sessions)
			results[i] = Probed{Account: account, Reason: reason}
			return err
		})
	}
	err := group.Wait()
	return results, err
}

func probe(ctx context.Context, account snapshot.OrgAccount, sessions Sessions) (*findings.CoverageReason, error) {
	if account.Skip != "" {
		return &findings.CoverageReason{Message: account.Skip}, nil
	}
	session, err := sessions.Session(ctx, account.ID)
	if err == nil {
		r, failed := collect.Probe(ctx, session.Config, account.ID)
		if !failed {
			return nil, nil
		}
		reason := coverageReason("", r)
		return &reason, nil
	}
	u, ok := errors.AsType[*UnreachableError](refused(account, err))
	if !ok {
		return nil, err
	}
	return &u.Reason, nil
}

package collect

import (
	"context"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// Options says what is collected and how. The zero value collects the default sections.
type Options struct {
	// Partition is "aws", "aws-cn" or another; when empty it is taken from the caller's ARN.
	Partition string
	// AsOf is the start of the run; it is only recorded.
	AsOf time.Time
	// AuditRole is the role behind the session, as its ARN names it behind "role/"; empty when none was assumed.
	AuditRole string
	// SSHKeys says whose SSH keys are asked for: nobody's when empty, or one of the two constants.
	SSHKeys string
	// Sections are the other opt-in sections to collect.
	Sections []snapshot.Section
	// Regions narrows regional sections to these; all that the account has enabled when empty.
	Regions []string
	// EventsWindow is how far back from AsOf events are read; 0 means DefaultEventsWindow.
	EventsWindow time.Duration
	// LastAccessed is whose last access is asked for, if SectionLastAccessed is among the sections: "users", "roles" or
	// "users,roles".
	LastAccessed string
	// Covered are the Regions in which an analyzer of the organization looks for external access, so that the account's own
	// are not asked for.
	Covered []string
	// OfOrganization reads findings and archive rules of the organization's analyzers that the account holds, instead of the
	// account's own.
	OfOrganization bool
	// InFlight bounds the requests that are under way at once; less than 1 means 4.
	InFlight int
}

// The values of Options.SSHKeys. EmptyUsers are those without password, active key, active certificate and active service
// credential: one call a user is affordable for them, and only they could turn out to be unused.
const (
	SSHKeysOfEmptyUsers = "empty-users"
	SSHKeysOfAll        = "all"
)

// defaultInFlight keeps one account's requests well below the burst that IAM tolerates.
const defaultInFlight = 4

// Account collects one account with the session that cfg holds. The error is always an *IdentityError, for a session that
// could not be proved to be in the account; whatever else fails is in the snapshot's Missing. It returns only when all its
// calls have ended, and needs a context that ends: a credential report is waited for as long as the context lasts.
func Account(ctx context.Context, cfg aws.Config, id string, o Options) (*snapshot.Account, error) {
	identity, mismatch := prove(ctx, cfg, id)
	if mismatch != nil {
		return nil, mismatch
	}
	if o.Partition == "" {
		o.Partition = assume.PartitionOf(identity.ARN)
	}
	s := newSession(cfg, &snapshot.Account{
		Schema:    snapshot.AccountSchema,
		ID:        id,
		Partition: o.Partition,
		AsOf:      o.AsOf,
		AuditRole: o.AuditRole,
		Identity:  identity,
	}, o)
	s.collect(ctx, o.collectors())
	s.proveReport()
	s.account.Sort()
	return s.account, nil
}

func (o Options) inFlight() int {
	if o.InFlight < 1 {
		return defaultInFlight
	}
	return o.InFlight
}

// collectors returns those of the table that the options ask for, and those that they build on.
func (o Options) collectors() []collector {
	wanted := slices.Concat(snapshot.Default(), o.Sections)
	if o.SSHKeys != "" {
		wanted = append(wanted, snapshot.SectionSSHKeys)
	}
	return collectors(wanted)
}

// collectors returns the collectors of the sections and of those that they build on.
func collectors(sections []snapshot.Section) []collector {
	wanted := map[snapshot.Section]bool{}
	for _, s := range sections {
		wanted[s] = true
	}
	var chosen []collector
	for _, c := range slices.Backward(table()) {
		if !wanted[c.section] {
			continue
		}
		chosen = append(chosen, c)
		for _, s := range c.needs {
			wanted[s] = true
		}
	}
	slices.Reverse(chosen)
	return chosen
}

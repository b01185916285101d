package org

import (
	"context"
	"slices"
	"time"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// Sessions opens a session in an account: what *assume.Assumer does.
type Sessions interface {
	Session(ctx context.Context, account string) (*assume.Session, error)
}

// extra reads a section of the organization that is collected only when asked for, with sessions in the accounts that may
// answer.
type extra struct {
	section snapshot.Section
	// actions are the calls that read may make, sorted.
	actions []string
	// read sets the section's fields only when it has read all of it.
	read func(context.Context, *completion) error
}

// extras lists what can be asked for.
func extras() []extra { return append(analyzerExtras(), billingTransfers(), identityCenter()) }

// ExtraActions returns the actions that Complete needs for the sections, sorted: the audit role has to allow them in the
// management account and in delegated administrators.
func ExtraActions(sections []snapshot.Section) []string {
	var actions []string
	for _, e := range extras() {
		if slices.Contains(sections, e.section) {
			actions = append(actions, e.actions...)
		}
	}
	slices.Sort(actions)
	return slices.Compact(actions)
}

// extraTimeout bounds the reading of one section, because a throttled call is repeated for as long as it may be.
const extraTimeout = 30 * time.Minute

// Complete reads those of the wanted sections that an organization's management account or its delegated administrators
// answer for. What cannot be read is in the organization's Missing. Regions narrows regional sections; empty means all that
// are enabled. An organization that is not known is left alone.
func Complete(ctx context.Context, sessions Sessions, o *snapshot.Organization, want []snapshot.Section, regions []string) {
	if o.ID == "" {
		return
	}
	c := &completion{sessions: sessions, org: o, want: want, regions: regions}
	for _, e := range extras() {
		if !slices.Contains(want, e.section) {
			continue
		}
		delete(o.Missing, e.section)
		if err := c.read(ctx, e); err != nil {
			o.Miss(e.section, reasonOf(err))
		}
	}
	o.Sort()
}

// completion is the reading of extra sections.
type completion struct {
	sessions Sessions
	org      *snapshot.Organization
	want     []snapshot.Section
	regions  []string
	// analyzers are the accounts that were asked about analyzers already.
	analyzers map[string]*snapshot.Account
}

func (c *completion) read(ctx context.Context, e extra) error {
	ctx, cancel := context.WithTimeout(ctx, extraTimeout)
	defer cancel()
	return e.read(ctx, c)
}

// owners returns the accounts that may answer for a service: its delegated administrators and the management account.
func (c *completion) owners(service string) []string {
	var accounts []string
	for _, d := range c.org.Delegations {
		if d.Service == service {
			accounts = append(accounts, d.Account)
		}
	}
	slices.Sort(accounts)
	return append(accounts, c.org.ManagementID)
}

package org

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/organizations"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// Options says who asks, as of when, and how gently.
type Options struct {
	Caller assume.Caller
	AsOf   time.Time
	// Tags asks for every account's tags: one call an account.
	Tags bool
	// Limits are DefaultLimits when zero.
	Limits assume.Limits
	// Calls counts the requests when not nil.
	Calls *assume.Calls
}

// DefaultLimits returns 5 requests a second with bursts of 10. Organizations publishes no complete table, throttles single
// operations at about one request a second, and shares its limits with every other tool of the management account: a
// sweep asks serially and backs off further when told to.
func DefaultLimits() assume.Limits {
	l := assume.DefaultLimits()
	l.Rate, l.Burst = 5, 10
	return l
}

// Actions returns the actions that Load may call, sorted: what the caller's policy has to allow.
func Actions(tags bool) []string {
	actions := []string{
		"iam:ListOrganizationsFeatures",
		"organizations:DescribeOrganization",
		"organizations:DescribePolicy",
		"organizations:DescribeResourcePolicy",
		"organizations:ListAWSServiceAccessForOrganization",
		"organizations:ListAccounts",
		"organizations:ListAccountsForParent",
		"organizations:ListDelegatedAdministrators",
		"organizations:ListDelegatedServicesForAccount",
		"organizations:ListOrganizationalUnitsForParent",
		"organizations:ListPolicies",
		"organizations:ListRoots",
	}
	if tags {
		actions = append(actions, "organizations:ListTagsForResource")
	}
	return append(actions, "organizations:ListTargetsForPolicy")
}

// loader fills one organization. It is used by one goroutine: Organizations refuses parallel readers.
type loader struct {
	client *organizations.Client
	iam    *iam.Client
	org    *snapshot.Organization
	// unplaced is true when an account came without its path, so that the tree has to be walked for accounts too.
	unplaced bool
}

// Load reads the organization that cfg's credentials belong to. Its error is a *LoadError and means that the account list
// could not be read; everything else that could not be read is in Missing. Tags that were not asked for are missing as
// not-collected. Everything is sorted, and text that is not UTF-8 spelled out, as snapshot.Organization.Sort does: two
// loads of the same state are equal.
func Load(ctx context.Context, cfg aws.Config, o Options) (*snapshot.Organization, error) {
	if o.Limits == (assume.Limits{}) {
		o.Limits = DefaultLimits()
	}
	l := &loader{
		client: organizations.NewFromConfig(assume.Limited(cfg, o.Limits, o.Calls)),
		iam:    iam.NewFromConfig(assume.Limited(cfg, o.Limits, o.Calls)),
		org:    blank(o.Caller, o.AsOf, "organization"),
	}
	if err := l.describe(ctx); err != nil {
		return nil, err
	}
	if err := l.accounts(ctx); err != nil {
		return nil, err
	}
	l.sections(ctx, o.Tags)
	l.org.Sort()
	return l.org, nil
}

// sections reads everything but the account list.
func (l *loader) sections(ctx context.Context, tags bool) {
	l.try(snapshot.SectionOUs, l.tree(ctx))
	l.try(snapshot.SectionPolicies, l.policies(ctx))
	l.try(snapshot.SectionDelegations, l.delegations(ctx))
	l.try(snapshot.SectionTrustedAccess, l.trustedAccess(ctx))
	l.try(snapshot.SectionResourcePolicy, l.resourcePolicy(ctx))
	l.try(snapshot.SectionRootAccess, l.rootAccess(ctx))
	if !tags {
		l.org.Missing[snapshot.SectionTags] = snapshot.NotAskedFor()
		return
	}
	l.try(snapshot.SectionTags, l.tags(ctx))
}

func blank(caller assume.Caller, asOf time.Time, population string) *snapshot.Organization {
	return &snapshot.Organization{
		Schema: snapshot.OrganizationSchema, Partition: caller.Partition, AsOf: asOf, Population: population,
		CallerAccount: caller.Account, Missing: map[snapshot.Section]snapshot.Reason{},
	}
}

// try records a section's failure. A reader sets its fields only when it has read all of them.
func (l *loader) try(section snapshot.Section, err error) {
	if err != nil {
		l.org.Missing[section] = reasonOf(err)
	}
}

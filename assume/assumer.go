package assume

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// A session is renewed up to refreshWindow before it ends, the exact moment spread by refreshJitter so that sessions
// that began together do not renew together. A renewal of the hub's session belongs to no account and has its own limit.
const (
	refreshWindow = 5 * time.Minute
	refreshJitter = 0.5
	hubTimeout    = 2 * time.Minute
)

// stsLimits: STS allows 600 requests a second to an account and region; a sweep leaves most of it to others. Limits
// without a rate stay without one.
func stsLimits(l Limits) Limits {
	if l.Rate > 0 {
		l.Rate, l.Burst = 50, 50
	}
	return l
}

// Assumer opens sessions in accounts. It may be used by several goroutines.
type Assumer struct {
	base   aws.Config
	caller Caller
	role   Role
	limits Limits
	client *sts.Client
	// hub holds the hub role's credentials; nil without one.
	hub aws.CredentialsProvider
}

// New returns an Assumer that starts from base, whose credentials are the caller's. Limits apply to each account on its
// own; AssumeRole goes through one client with its own limiter. Nothing is called.
func New(base aws.Config, caller Caller, role Role, limits Limits) *Assumer {
	base = base.Copy()
	base.Credentials = source{base.Credentials}
	a := &Assumer{base: base, caller: caller, role: role, limits: limits}
	a.client = sts.NewFromConfig(Limited(base, stsLimits(limits), nil))
	if role.HubRole != "" {
		a.useHub()
	}
	return a
}

// useHub makes the client sign with the hub role's session instead of the caller's.
func (a *Assumer) useHub() {
	client := a.client
	a.hub = newCache(func(ctx context.Context) (aws.Credentials, error) {
		ctx, cancel := context.WithTimeout(ctx, hubTimeout)
		defer cancel()
		return a.assume(ctx, client, a.hubInput(), &Calls{})
	})
	a.client = sts.NewFromConfig(Limited(a.base, stsLimits(a.limits), nil), func(o *sts.Options) { o.Credentials = a.hub })
}

func newCache(retrieve aws.CredentialsProviderFunc) *aws.CredentialsCache {
	return aws.NewCredentialsCache(retrieve, func(o *aws.CredentialsCacheOptions) {
		o.ExpiryWindow, o.ExpiryWindowJitterFrac = refreshWindow, refreshJitter
	})
}

// Session is the way into one account.
type Session struct {
	// Config carries the account's credentials, limiter and retryer; make every client of the account from it.
	Config aws.Config
	// Role is the ARN of the assumed role; empty in the caller's own account, where the caller's credentials are used.
	Role string
	// Calls counts the account's requests, AssumeRole among them.
	Calls *Calls
}

// Session opens an account. The failure of the role is a *Error; the caller's own expired credentials, and the end of
// ctx, are inside of it: see SourceExpired and Reason. The session renews itself before it ends, for as long as ctx lives.
func (a *Assumer) Session(ctx context.Context, accountID string) (*Session, error) {
	calls := &Calls{}
	arn, named := a.role.arn(a.caller.Partition, accountID)
	if accountID == a.caller.Account && !named {
		return &Session{Config: Limited(a.base, a.limits, calls), Calls: calls}, nil
	}
	if a.caller.Root() {
		return nil, a.refuse(accountID, arn, codeRoot, "root users cannot assume roles")
	}
	if m := roleARN.FindStringSubmatch(arn); m == nil || m[1] != accountID {
		return nil, a.foreign(accountID, arn)
	}
	credentials, err := a.open(ctx, a.input(arn), calls)
	if err != nil {
		return nil, err
	}
	base := a.base.Copy()
	base.Credentials = credentials
	return &Session{Config: Limited(base, a.limits, calls), Role: arn, Calls: calls}, nil
}

// open assumes a role once, so that its failure is known here and not at the account's first request, and returns
// credentials that renew themselves. The SDK renews without the caller's deadline: the session's context bounds it.
func (a *Assumer) open(ctx context.Context, in *sts.AssumeRoleInput, calls *Calls) (aws.CredentialsProvider, error) {
	if a.hub != nil {
		if _, err := a.hub.Retrieve(ctx); err != nil {
			return nil, a.failure(in, err)
		}
	}
	first, err := a.assume(ctx, a.client, in, calls)
	if err != nil {
		return nil, err
	}
	unused := &first
	cache := newCache(func(context.Context) (aws.Credentials, error) {
		if unused != nil {
			credentials := *unused
			unused = nil
			return credentials, nil
		}
		return a.assume(ctx, a.client, in, calls)
	})
	// The cache has to know now when the session ends: the first request may come late.
	if _, err := cache.Retrieve(ctx); err != nil {
		return nil, a.failure(in, err)
	}
	return cache, nil
}

package assume

import (
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go/middleware"
)

// Limits says how fast and how stubbornly one client calls AWS. The zero value neither limits nor retries; start from
// DefaultLimits.
type Limits struct {
	// Rate is the ceiling in requests a second, Burst how many may go at once. A Rate of 0 or less does not limit.
	Rate  float64
	Burst int
	// Attempts bounds the tries of one operation that fail for connections, timeouts, server errors and undecodable
	// answers; less than 1 means 1. Throttling answers are not counted: they are retried until the context ends.
	Attempts int
	// AttemptTimeout bounds one try, without the time spent waiting for the limiter; 0 means none.
	AttemptTimeout time.Duration
	// MaxBackoff bounds the pause between two tries; 0 means none.
	MaxBackoff time.Duration
}

// DefaultLimits returns 10 requests a second, bursts of 20, 5 attempts of 30 s and pauses of at most 10 s: IAM publishes
// no rates, and this one leaves room for the account's own traffic.
func DefaultLimits() Limits {
	return Limits{Rate: 10, Burst: 20, Attempts: 5, AttemptTimeout: 30 * time.Second, MaxBackoff: 10 * time.Second}
}

// fallbackRegion signs global services in the commercial partition when the configuration names no region.
const fallbackRegion = "us-east-1"

// Limited returns a copy of base with a rate limiter and a retryer of its own, shared by all clients made from the copy
// and by nothing else. Every attempt, retries included, takes a token before it is signed and is counted in calls, which
// may be nil. A base without region gets us-east-1. Base must not come from Limited itself.
func Limited(base aws.Config, l Limits, calls *Calls) aws.Config {
	c := base.Copy()
	if c.Region == "" {
		c.Region = fallbackRegion
	}
	// Both come from the environment and would put a limit, or a shared quota, around the retryer below.
	c.RetryMaxAttempts, c.RetryMode = 0, ""
	c.Retryer = func() aws.Retryer { return retryer{limits: l} }
	steps := &attempts{limits: l, pace: newPace(l)}
	c.APIOptions = append(slices.Clip(c.APIOptions), steps.install, countInto(calls))
	return c
}

// countInto returns an API option that counts every attempt of a client or of a single call.
func countInto(calls *Calls) func(*middleware.Stack) error {
	return func(stack *middleware.Stack) error {
		if calls == nil {
			return nil
		}
		return stack.Finalize.Insert(counter{calls}, attemptID, middleware.After)
	}
}

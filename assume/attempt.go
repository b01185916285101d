package assume

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/aws/smithy-go/middleware"
)

// attemptID names the middleware that surrounds each attempt, operationID the one that surrounds all of them.
const (
	attemptID   = "OrgscanAttempt"
	operationID = "OrgscanOperation"
)

// The first pauses after a throttle and after another failure; each further one doubles.
const (
	throttlePause = 500 * time.Millisecond
	failurePause  = 250 * time.Millisecond
)

// attempts is the pair of middlewares that one limited configuration adds to every operation.
type attempts struct {
	limits Limits
	pace   *pace
}

// operation is what is known of one operation across its attempts. It is used by one goroutine at a time.
type operation struct {
	failures  int
	throttles int
	// throttled is the last answer if it was a throttle.
	throttled error
}

type operationKey struct{}

// install puts the attempt inside the SDK's retry loop and before everything that signs, so that waiting never ages a
// signature, and the operation around the loop.
func (a *attempts) install(stack *middleware.Stack) error {
	around := middleware.FinalizeMiddlewareFunc(operationID, a.handleOperation)
	if err := stack.Finalize.Insert(around, "Retry", middleware.Before); err != nil {
		return err
	}
	return stack.Finalize.Insert(middleware.FinalizeMiddlewareFunc(attemptID, a.handleAttempt), "Retry", middleware.After)
}

// handleOperation names the true reason when the context ends an operation: the SDK answers with a bare cancellation.
func (a *attempts) handleOperation(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
	middleware.FinalizeOutput, middleware.Metadata, error,
) {
	op := &operation{}
	out, metadata, err := next.HandleFinalize(context.WithValue(ctx, operationKey{}, op), in)
	if err == nil {
		return out, metadata, nil
	}
	var wait *waitError
	ended := ctx.Err() != nil || errors.As(err, &wait)
	switch {
	case ended && op.throttled != nil:
		err = &throttledError{last: op.throttled, end: err}
	case ctx.Err() != nil:
		err = &endedError{err: err, cause: context.Cause(ctx)}
	}
	return out, metadata, err
}

// handleAttempt waits for a token, bounds the attempt and judges its outcome.
func (a *attempts) handleAttempt(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
	middleware.FinalizeOutput, middleware.Metadata, error,
) {
	if err := a.pace.wait(ctx); err != nil {
		return middleware.FinalizeOutput{}, middleware.Metadata{}, err
	}
	bounded, cancel := a.bound(ctx)
	defer cancel()
	out, metadata, err := next.HandleFinalize(bounded, in)
	if err == nil {
		a.pace.recovered()
		return out, metadata, nil
	}
	if bounded.Err() != nil && ctx.Err() == nil {
		err = &attemptTimeoutError{err}
	}
	return out, metadata, a.judge(ctx, err)
}

func (a *attempts) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	if a.limits.AttemptTimeout <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, a.limits.AttemptTimeout)
}

// judge decides whether the SDK tries again, and after which pause.
func (a *attempts) judge(ctx context.Context, err error) error {
	op, ok := ctx.Value(operationKey{}).(*operation)
	if !ok {
		op = &operation{}
	}
	outcome := &attemptError{err: err}
	switch {
	case ctx.Err() != nil || fromCredentials(err):
	case throttling(err):
		a.pace.slow()
		op.throttled = err
		outcome.retry, outcome.pause = true, pause(throttlePause, op.throttles, a.limits.MaxBackoff)
		op.throttles++
	default:
		op.throttled = nil
		op.failures++
		outcome.left = op.failures < a.limits.Attempts
		outcome.retry = outcome.left && transient(err)
		outcome.pause = pause(failurePause, op.failures-1, a.limits.MaxBackoff)
	}
	return outcome
}

// pause doubles first for every earlier failure up to limit and takes a random point of the upper half, so that workers
// that failed together do not return together.
func pause(first time.Duration, earlier int, limit time.Duration) time.Duration {
	d := min(first<<min(earlier, 10), limit)
	if d <= 1 {
		return 0
	}
	return d/2 + rand.N(d/2) //nolint:gosec // spreads retries, protects nothing
}

package assume

import (
	"context"
	"errors"
	"time"
)

// retryer tells the SDK's retry loop what the attempt middleware decided. It holds no state and no quota, so that one
// account that is throttled for minutes cannot use up another's retries.
type retryer struct{ limits Limits }

// IsErrorRetryable follows the attempt's judgement. The SDK marks answers that a wrong clock explains after that
// judgement; they are tried again too, with the clock corrected.
func (retryer) IsErrorRetryable(err error) bool {
	var outcome *attemptError
	if !errors.As(err, &outcome) {
		return false
	}
	return outcome.retry || outcome.left && clockSkew(err)
}

// clockSkew reports whether the SDK itself, outside of the attempt, called the error retryable.
func clockSkew(err error) bool {
	marked, ok := err.(interface{ RetryableError() bool })
	return ok && marked.RetryableError()
}

// MaxAttempts is without bound here: the attempt counts.
func (retryer) MaxAttempts() int { return 0 }

// RetryDelay is the pause that the attempt chose.
func (retryer) RetryDelay(_ int, err error) (time.Duration, error) {
	if outcome, ok := errors.AsType[*attemptError](err); ok {
		return outcome.pause, nil
	}
	return 0, nil
}

// GetRetryToken never refuses.
func (retryer) GetRetryToken(context.Context, error) (func(error) error, error) { return noToken, nil }

// GetInitialToken never refuses.
func (retryer) GetInitialToken() func(error) error { return noToken }

// GetAttemptToken never refuses: the limiter has already been asked.
func (retryer) GetAttemptToken(context.Context) (func(error) error, error) { return noToken, nil }

func noToken(error) error { return nil }

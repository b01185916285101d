package assume

import (
	"context"
	"errors"
	"time"
)

// waitError is the limiter's refusal: the context ended, or would end before a token came. In the second case the
// context still runs and the limiter's error is no deadline error, so the type has to say it.
type waitError struct{ err error }

func (e *waitError) Error() string { return "wait for the rate limiter: " + e.err.Error() }
func (e *waitError) Unwrap() error { return e.err }

// Is makes a wait that would outlast the deadline a deadline error.
func (e *waitError) Is(target error) bool {
	return target == context.DeadlineExceeded && !errors.Is(e.err, context.Canceled)
}

// attemptError is one attempt's failure with the judgement of it.
type attemptError struct {
	err error
	// retry says that the error is worth another try, left that the operation has tries left.
	retry, left bool
	pause       time.Duration
}

func (e *attemptError) Error() string { return e.err.Error() }
func (e *attemptError) Unwrap() error { return e.err }

// attemptTimeoutError is an attempt that ran into its own time limit while the operation still had time.
type attemptTimeoutError struct{ err error }

func (e *attemptTimeoutError) Error() string { return "attempt timed out: " + e.err.Error() }
func (e *attemptTimeoutError) Unwrap() error { return e.err }

// throttledError is an operation that was still being throttled when its context ended.
type throttledError struct{ last, end error }

func (e *throttledError) Error() string   { return "throttled until the time was up: " + e.last.Error() }
func (e *throttledError) Unwrap() []error { return []error{e.last, e.end} }

// endedError is an operation ended by its context; cause is what the context's owner gave as the reason.
type endedError struct{ err, cause error }

func (e *endedError) Error() string   { return e.err.Error() }
func (e *endedError) Unwrap() []error { return []error{e.err, e.cause} }

package collect

import (
	"context"
	"sync"

	"github.com/aws/smithy-go/middleware"
)

// slots bounds the requests of one account that are under way at once. A slot is held for one attempt, not for the pauses
// between attempts: calls that are throttled for minutes leave room for the others.
type slots struct {
	free chan struct{}
	// used is closed when the first slot has been taken.
	used chan struct{}
	once sync.Once
}

func newSlots(n int) *slots {
	return &slots{free: make(chan struct{}, n), used: make(chan struct{})}
}

// install puts the slot directly inside the SDK's retry loop: before whatever else the configuration does for an
// attempt, so that waiting for a slot does not count as the attempt's time.
func (s *slots) install(stack *middleware.Stack) error {
	return stack.Finalize.Insert(middleware.FinalizeMiddlewareFunc("OrgscanSlot", s.handle), "Retry", middleware.After)
}

func (s *slots) handle(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
	middleware.FinalizeOutput, middleware.Metadata, error,
) {
	select {
	case s.free <- struct{}{}:
	case <-ctx.Done():
		return middleware.FinalizeOutput{}, middleware.Metadata{}, ctx.Err()
	}
	defer func() { <-s.free }()
	s.once.Do(func() { close(s.used) })
	return next.HandleFinalize(ctx, in)
}

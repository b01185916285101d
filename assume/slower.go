package assume

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go/middleware"
	"golang.org/x/time/rate"
)

// Slower returns a copy of a configuration from Limited whose clients share a second, lower limit: for services that allow
// less than an account's own rate. Every attempt waits for both. Burst less than 1 means 1.
func Slower(limited aws.Config, perSecond float64, burst int) aws.Config {
	c := limited.Copy()
	limiter := rate.NewLimiter(rate.Limit(perSecond), max(burst, 1))
	wait := middleware.FinalizeMiddlewareFunc("OrgscanSlower", func(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
		middleware.FinalizeOutput, middleware.Metadata, error,
	) {
		if err := limiter.Wait(ctx); err != nil {
			return middleware.FinalizeOutput{}, middleware.Metadata{}, &waitError{err}
		}
		return next.HandleFinalize(ctx, in)
	})
	c.APIOptions = append(slices.Clip(c.APIOptions), func(stack *middleware.Stack) error {
		return stack.Finalize.Insert(wait, "Retry", middleware.After)
	})
	return c
}

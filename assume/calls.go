package assume

import (
	"context"
	"maps"
	"strings"
	"sync"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/smithy-go/middleware"
)

// Calls counts the requests that were sent, by action such as "iam:GetAccountSummary", retries included. The zero value
// is ready and it may be used by several goroutines.
type Calls struct {
	mu     sync.Mutex
	counts map[string]int
}

// Count returns a copy of the counts by action; never nil.
func (c *Calls) Count() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.counts == nil {
		return map[string]int{}
	}
	return maps.Clone(c.counts)
}

// Total returns the number of requests over all actions.
func (c *Calls) Total() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	total := 0
	for _, n := range c.counts {
		total += n
	}
	return total
}

func (c *Calls) add(action string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.counts == nil {
		c.counts = map[string]int{}
	}
	c.counts[action]++
}

// counter is the middleware that counts one attempt just before it is sent.
type counter struct{ calls *Calls }

// ID names the middleware; a stack holds one, from the configuration or from the call.
func (c counter) ID() string { return "OrgscanCount" }

// HandleFinalize counts and passes on.
func (c counter) HandleFinalize(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
	middleware.FinalizeOutput, middleware.Metadata, error,
) {
	c.calls.add(actionOf(ctx))
	return next.HandleFinalize(ctx, in)
}

// actionOf names the operation in flight as policies do. The SDK's service ids are the policy prefixes in other clothes:
// "IAM", "STS", "Organizations", "CloudTrail".
func actionOf(ctx context.Context) string {
	service := strings.ToLower(strings.ReplaceAll(awsmiddleware.GetServiceID(ctx), " ", "-"))
	action := service + ":" + awsmiddleware.GetOperationName(ctx)
	if other, ok := otherNames[service]; ok {
		action = other + ":" + awsmiddleware.GetOperationName(ctx)
	}
	if action == "access-analyzer:ListFindingsV2" {
		return "access-analyzer:ListFindings"
	}
	return action
}

// otherNames are the policy prefixes of services that the SDK calls otherwise.
var otherNames = map[string]string{"accessanalyzer": "access-analyzer", "config-service": "config"}

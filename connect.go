package main

import (
	"context"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/urfave/cli/v2"

	"github.com/orgscan/orgscan/assume"
)

// connection is the AWS configuration of the caller and who that is.
type connection struct {
	config aws.Config
	caller assume.Caller
}

// connect loads the SDK's configuration from its environment and files, and asks who the caller is. Root users are refused:
// AWS lets them assume nothing.
func (p *program) connect(ctx context.Context, c *cli.Context, log *logger) (*connection, error) {
	cfg, err := config.LoadDefaultConfig(ctx,
		config.WithHTTPClient(httpClient(c.Int("concurrency"))),
		config.WithAppID("orgscan-"+version),
		config.WithLogger(log.sdk()),
		config.WithAPIOptions(log.trace()),
	)
	if err != nil {
		return nil, err
	}
	return identify(ctx, cfg)
}

func identify(ctx context.Context, cfg aws.Config) (*connection, error) {
	if cfg.Region == "" {
		cfg.Region = "us-east-1"
	}
	caller, err := assume.Whoami(ctx, cfg)
	if err != nil {
		return nil, err
	}
	if caller.Root() {
		return nil, &rootCallerError{account: caller.Account}
	}
	return &connection{config: cfg, caller: caller}, nil
}

// rootCallerError says that the credentials are a root user's.
type rootCallerError struct{ account string }

// Error names the account.
func (e *rootCallerError) Error() string {
	return "the credentials are those of the root user of account " + e.account + ", who cannot assume roles"
}

// Hint says what to use instead.
func (e *rootCallerError) Hint() string {
	return "use a role or user that may call Organizations and assume the audit role (orgscan role prints its policy), and delete the root access key"
}

// callsPerAccount is how many requests of one account are in flight at once.
const callsPerAccount = 4

// httpClient keeps as many idle connections to a host as there can be requests in flight: all of IAM is one host.
func httpClient(concurrency int) *awshttp.BuildableClient {
	return awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) {
		t.MaxIdleConnsPerHost = max(concurrency*callsPerAccount, t.MaxIdleConnsPerHost)
		t.MaxIdleConns = max(t.MaxIdleConnsPerHost+16, t.MaxIdleConns)
		t.IdleConnTimeout = 30 * time.Second
	})
}

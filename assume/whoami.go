package assume

import (
	"context"
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
)

// Caller is the identity whose credentials started the run.
type Caller struct {
	// Account is the twelve-digit id, Partition "aws", "aws-cn", "aws-us-gov" or another.
	Account, ARN, UserID, Partition string
}

// Root reports whether the caller is an account's root user, who cannot assume roles.
func (c Caller) Root() bool { return strings.HasSuffix(c.ARN, ":root") }

// chained reports whether the caller is a role session already, whose own role sessions last an hour at most.
func (c Caller) chained() bool { return strings.Contains(c.ARN, ":assumed-role/") }

// Whoami asks STS who the caller is. Credentials that are absent, expired or not accepted are a *CredentialsError; other
// failures are the SDK's, for Reason to classify.
func Whoami(ctx context.Context, cfg aws.Config) (Caller, error) {
	l := DefaultLimits()
	own := Limited(cfg, l, nil)
	own.Credentials = source{cfg.Credentials}
	if _, err := own.Credentials.Retrieve(ctx); err != nil {
		return Caller{}, err
	}
	out, err := sts.NewFromConfig(own).GetCallerIdentity(ctx, nil)
	if err != nil {
		return Caller{}, CallerError(err)
	}
	c := Caller{Account: aws.ToString(out.Account), ARN: aws.ToString(out.Arn), UserID: aws.ToString(out.UserId)}
	c.Partition = PartitionOf(c.ARN)
	return c, nil
}

// PartitionOf returns the second field of an ARN; "aws" for a text that is none.
func PartitionOf(arn string) string {
	parts := strings.SplitN(arn, ":", 3)
	if len(parts) == 3 && parts[0] == "arn" && parts[1] != "" {
		return parts[1]
	}
	return "aws"
}

// CallerError returns the *CredentialsError behind a call that was signed with the caller's own credentials, when AWS
// answered that those are expired or invalid, and err itself for every other failure.
func CallerError(err error) error {
	code := wireCode(err)
	switch {
	case expiredCodes[code]:
		return &CredentialsError{Kind: ExpiredCredentials, Code: code, Err: err}
	case invalidCodes[code]:
		return &CredentialsError{Kind: InvalidCredentials, Code: code, Err: err}
	}
	return err
}

// source wraps the credentials of the caller, so that their failure can be told from a role's.
type source struct{ inner aws.CredentialsProvider }

// Retrieve fails with a *CredentialsError, unless ctx ended.
func (s source) Retrieve(ctx context.Context) (aws.Credentials, error) {
	if s.inner == nil {
		return aws.Credentials{}, &CredentialsError{Kind: NoCredentials, Err: errors.New("no credentials provider")}
	}
	credentials, err := s.inner.Retrieve(ctx)
	switch {
	case err == nil:
		return credentials, nil
	case ctx.Err() != nil:
		return aws.Credentials{}, err
	}
	return aws.Credentials{}, &CredentialsError{Kind: sourceKind(err), Code: wireCode(err), Err: err}
}

// sourceKind tells the failures of a credentials provider apart. An expired single sign-on session has no code: the SDK
// puts it into a type, or into words that have stayed the same.
func sourceKind(err error) CredentialsKind {
	code := wireCode(err)
	var api smithy.APIError
	switch {
	case expiredCodes[code], code == "UnauthorizedException", strings.Contains(err.Error(), "token has expired"),
		strings.Contains(err.Error(), "is expired"), strings.Contains(err.Error(), "SSO session"):
		return ExpiredCredentials
	case errors.As(err, &api):
		return InvalidCredentials
	}
	return NoCredentials
}

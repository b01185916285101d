package collect

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const actionGetCallerIdentity = "sts:GetCallerIdentity"

// IdentityError says that a session is not proved to be in the account that was asked for: nothing was collected.
type IdentityError struct {
	// Want is the account that was asked for, Got the one that answered; empty when none did.
	Want, Got string
	// Err is why no account answered; nil for an answer of another account.
	Err error
}

// Error names both accounts, or the account and the cause.
func (e *IdentityError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("prove the identity of the session in %s: %v", e.Want, e.Err)
	}
	return fmt.Sprintf("prove the identity of the session in %s: the session is in account %q", e.Want, e.Got)
}

// Unwrap returns the cause; nil for an answer of another account.
func (e *IdentityError) Unwrap() error { return e.Err }

// Reason says the same in the words of a snapshot.
func (e *IdentityError) Reason() snapshot.Reason {
	if e.Err != nil {
		return assume.Reason(actionGetCallerIdentity, e.Err)
	}
	return snapshot.Reason{
		Cause:   findings.Error,
		Action:  actionGetCallerIdentity,
		Message: "the session belongs to another account",
	}
}

// prove asks AWS whose session it is. The call needs no permission and cannot be denied by a policy.
func prove(ctx context.Context, cfg aws.Config, id string) (*snapshot.Identity, *IdentityError) {
	out, err := sts.NewFromConfig(cfg).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return nil, &IdentityError{Want: id, Err: err}
	}
	got := snapshot.Identity{Account: aws.ToString(out.Account), ARN: aws.ToString(out.Arn)}
	if got.Account != id {
		return nil, &IdentityError{Want: id, Got: got.Account}
	}
	return &got, nil
}

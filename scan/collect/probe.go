package collect

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// Probe asks for one user's details, the call that most of a snapshot comes from, after proving that the session is in the
// account. It returns why that did not work, and false when it did.
func Probe(ctx context.Context, cfg aws.Config, id string) (snapshot.Reason, bool) {
	if _, mismatch := prove(ctx, cfg, id); mismatch != nil {
		return mismatch.Reason(), true
	}
	_, err := iam.NewFromConfig(cfg).GetAccountAuthorizationDetails(ctx, &iam.GetAccountAuthorizationDetailsInput{
		Filter: []types.EntityType{types.EntityTypeUser}, MaxItems: aws.Int32(1),
	})
	if err != nil {
		return assume.Reason(actionGetAccountAuthorizationDetails, err), true
	}
	return snapshot.Reason{}, false
}

package collect

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	actionGetOutboundFederation  = "iam:GetOutboundWebIdentityFederationInfo"
	actionListDelegationRequests = "iam:ListDelegationRequests"
)

// accountFederation reads whether the account's principals can get tokens for other services, and who asks for a session
// in the account.
func accountFederation() collector {
	return collector{
		section: snapshot.SectionAccountFederation,
		actions: []string{actionGetOutboundFederation, actionListDelegationRequests},
		run: func(ctx context.Context, s *session) error {
			found, err := s.outboundFederation(ctx)
			if err != nil {
				return err
			}
			if found.Requests, err = s.delegationRequests(ctx); err != nil {
				return err
			}
			s.account.AccountFederation = found
			return nil
		},
	}
}

// outboundFederation takes "disabled" for an answer: the feature is off.
func (s *session) outboundFederation(ctx context.Context) (*snapshot.AccountFederation, error) {
	out, err := s.iam.GetOutboundWebIdentityFederationInfo(ctx, &iam.GetOutboundWebIdentityFederationInfoInput{})
	if _, off := errors.AsType[*types.FeatureDisabledException](err); off {
		return &snapshot.AccountFederation{}, nil
	}
	if err != nil {
		return nil, failed(actionGetOutboundFederation, err)
	}
	return &snapshot.AccountFederation{Outbound: out.JwtVendingEnabled, Issuer: aws.ToString(out.IssuerIdentifier)}, nil
}

func (s *session) delegationRequests(ctx context.Context) ([]snapshot.DelegationRequest, error) {
	var requests []snapshot.DelegationRequest
	err := pages(actionListDelegationRequests, func(marker *string) (page, error) {
		in := &iam.ListDelegationRequestsInput{Marker: marker, MaxItems: aws.Int32(pageSize)}
		out, err := s.iam.ListDelegationRequests(ctx, in)
		if err != nil {
			return page{}, failed(actionListDelegationRequests, err)
		}
		a := &answer{action: actionListDelegationRequests}
		requests = append(requests, each(out.DelegationRequests, a.delegationRequest)...)
		return page{out.IsTruncated, out.Marker}, a.err
	})
	return requests, err
}

func (a *answer) delegationRequest(r types.DelegationRequest) snapshot.DelegationRequest {
	state := string(r.State)
	return snapshot.DelegationRequest{
		ID:        a.text(r.DelegationRequestId, "a delegation request without id"),
		State:     a.text(&state, "a delegation request without state"),
		Requestor: a.text(r.RequestorId, "a delegation request without requestor"),
		Name:      aws.ToString(r.RequestorName),
		Owner:     aws.ToString(r.OwnerId),
		Created:   a.time(r.CreateDate, "a delegation request without creation date"),
		Expires:   optionalTime(r.ExpirationTime),
	}
}

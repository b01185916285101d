package org

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// policies reads the control policies with text and targets: by policy and not by account, because there are tens of one
// and thousands of the other.
func (l *loader) policies(ctx context.Context) error {
	var all []snapshot.OrgPolicy
	for _, kind := range []types.PolicyType{types.PolicyTypeServiceControlPolicy, types.PolicyTypeResourceControlPolicy} {
		summaries, err := l.policiesOf(ctx, kind)
		if err != nil {
			return err
		}
		for _, summary := range summaries {
			policy, err := l.policy(ctx, summary)
			if err != nil {
				return err
			}
			all = append(all, policy)
		}
	}
	l.org.Policies = all
	return nil
}

func (l *loader) policiesOf(ctx context.Context, kind types.PolicyType) ([]types.PolicySummary, error) {
	var summaries []types.PolicySummary
	err := pages(ctx, "organizations:ListPolicies", func(ctx context.Context, token *string) (*string, error) {
		out, err := l.client.ListPolicies(ctx, &organizations.ListPoliciesInput{Filter: kind, NextToken: token})
		if err != nil {
			return nil, err
		}
		summaries = append(summaries, out.Policies...)
		return out.NextToken, nil
	})
	if unsupported(err) {
		return nil, nil
	}
	return summaries, err
}

// unsupported reports the answers that say that a partition or organization has no such type of policy: that is none.
func unsupported(err error) bool {
	var features *types.PolicyTypeNotAvailableForOrganizationException
	var input *types.InvalidInputException
	return errors.As(err, &features) ||
		errors.As(err, &input) && input.Reason == types.InvalidInputExceptionReasonInvalidEnumPolicyType
}

func (l *loader) policy(ctx context.Context, summary types.PolicySummary) (snapshot.OrgPolicy, error) {
	const action = "organizations:DescribePolicy"
	policy := snapshot.OrgPolicy{
		ID: aws.ToString(summary.Id), ARN: aws.ToString(summary.Arn), Name: aws.ToString(summary.Name),
		Type: string(summary.Type), AWSManaged: summary.AwsManaged,
	}
	out, err := l.client.DescribePolicy(ctx, &organizations.DescribePolicyInput{PolicyId: summary.Id})
	if err == nil && (out.Policy == nil || out.Policy.Content == nil) {
		err = answerError("the answer holds no policy text")
	}
	if err != nil {
		return policy, failed(action, err)
	}
	policy.Document = *out.Policy.Content
	policy.Targets, err = l.targets(ctx, summary.Id)
	return policy, err
}

func (l *loader) targets(ctx context.Context, policy *string) ([]snapshot.PolicyTarget, error) {
	var targets []snapshot.PolicyTarget
	err := pages(ctx, "organizations:ListTargetsForPolicy", func(ctx context.Context, token *string) (*string, error) {
		out, err := l.client.ListTargetsForPolicy(ctx, &organizations.ListTargetsForPolicyInput{PolicyId: policy, NextToken: token})
		if err != nil {
			return nil, err
		}
		for _, t := range out.Targets {
			targets = append(targets, snapshot.PolicyTarget{ID: aws.ToString(t.TargetId), Type: string(t.Type), Name: aws.ToString(t.Name)})
		}
		return out.NextToken, nil
	})
	return targets, err
}

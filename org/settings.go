package org

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// delegations reads who is delegated administrator, then of which services.
func (l *loader) delegations(ctx context.Context) error {
	var accounts []string
	err := pages(ctx, "organizations:ListDelegatedAdministrators", func(ctx context.Context, token *string) (*string, error) {
		out, err := l.client.ListDelegatedAdministrators(ctx, &organizations.ListDelegatedAdministratorsInput{NextToken: token})
		if err != nil {
			return nil, err
		}
		for _, a := range out.DelegatedAdministrators {
			accounts = append(accounts, aws.ToString(a.Id))
		}
		return out.NextToken, nil
	})
	if err != nil {
		return err
	}
	var all []snapshot.Delegation
	for _, account := range accounts {
		services, err := l.delegatedServices(ctx, account)
		if err != nil {
			return err
		}
		all = append(all, services...)
	}
	l.org.Delegations = all
	return nil
}

func (l *loader) delegatedServices(ctx context.Context, account string) ([]snapshot.Delegation, error) {
	var services []snapshot.Delegation
	err := pages(ctx, "organizations:ListDelegatedServicesForAccount", func(ctx context.Context, token *string) (*string, error) {
		in := &organizations.ListDelegatedServicesForAccountInput{AccountId: &account, NextToken: token}
		out, err := l.client.ListDelegatedServicesForAccount(ctx, in)
		if err != nil {
			return nil, err
		}
		for _, s := range out.DelegatedServices {
			services = append(services, snapshot.Delegation{
				Account: account, Service: aws.ToString(s.ServicePrincipal), Since: aws.ToTime(s.DelegationEnabledDate).UTC(),
			})
		}
		return out.NextToken, nil
	})
	return services, err
}

func (l *loader) trustedAccess(ctx context.Context) error {
	var services []snapshot.TrustedService
	err := pages(ctx, "organizations:ListAWSServiceAccessForOrganization", func(ctx context.Context, token *string) (*string, error) {
		in := &organizations.ListAWSServiceAccessForOrganizationInput{NextToken: token}
		out, err := l.client.ListAWSServiceAccessForOrganization(ctx, in)
		if err != nil {
			return nil, err
		}
		for _, s := range out.EnabledServicePrincipals {
			services = append(services, snapshot.TrustedService{Service: aws.ToString(s.ServicePrincipal), Since: aws.ToTime(s.DateEnabled).UTC()})
		}
		return out.NextToken, nil
	})
	if err != nil {
		return err
	}
	l.org.TrustedAccess = services
	return nil
}

// resourcePolicy reads the delegation policy. Not found is an answer: there is none.
func (l *loader) resourcePolicy(ctx context.Context) error {
	const action = "organizations:DescribeResourcePolicy"
	out, err := l.client.DescribeResourcePolicy(ctx, nil)
	var none *types.ResourcePolicyNotFoundException
	switch {
	case errors.As(err, &none):
		return nil
	case err != nil:
		return failed(action, err)
	case out.ResourcePolicy == nil:
		return failed(action, answerError("the answer holds no policy"))
	}
	l.org.ResourcePolicy = aws.ToString(out.ResourcePolicy.Content)
	return nil
}

// rootAccess reads the features of central root access. Without trusted access for IAM, or without all features of the
// organization, they are off: that is an answer.
func (l *loader) rootAccess(ctx context.Context) error {
	out, err := l.iam.ListOrganizationsFeatures(ctx, nil)
	var untrusted *iamtypes.ServiceAccessNotEnabledException
	var billingOnly *iamtypes.OrganizationNotInAllFeaturesModeException
	switch {
	case errors.As(err, &untrusted), errors.As(err, &billingOnly):
		return nil
	case err != nil:
		return failed("iam:ListOrganizationsFeatures", err)
	}
	for _, feature := range out.EnabledFeatures {
		l.org.RootAccess = append(l.org.RootAccess, string(feature))
	}
	return nil
}

// tags reads the tags of every account; the accounts get theirs only when all were read.
func (l *loader) tags(ctx context.Context) error {
	tags := make([][]snapshot.Tag, len(l.org.Accounts))
	for i, account := range l.org.Accounts {
		err := pages(ctx, "organizations:ListTagsForResource", func(ctx context.Context, token *string) (*string, error) {
			in := &organizations.ListTagsForResourceInput{ResourceId: &account.ID, NextToken: token}
			out, err := l.client.ListTagsForResource(ctx, in)
			if err != nil {
				return nil, err
			}
			for _, tag := range out.Tags {
				tags[i] = append(tags[i], snapshot.Tag{Key: aws.ToString(tag.Key), Value: aws.ToString(tag.Value)})
			}
			return out.NextToken, nil
		})
		if err != nil {
			return err
		}
	}
	for i := range l.org.Accounts {
		l.org.Accounts[i].Tags = tags[i]
	}
	return nil
}

package org

import (
	"cmp"
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/identitystore"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin/types"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// The actions that reading IAM Identity Center takes.
const (
	actionDescribeUser    = "identitystore:DescribeUser"
	actionListGroups      = "identitystore:ListGroups"
	actionListInstances   = "sso:ListInstances"
	actionListSets        = "sso:ListPermissionSets"
	actionDescribeSet     = "sso:DescribePermissionSet"
	actionInlinePolicy    = "sso:GetInlinePolicyForPermissionSet"
	actionSetBoundary     = "sso:GetPermissionsBoundaryForPermissionSet"
	actionSetManaged      = "sso:ListManagedPoliciesInPermissionSet"
	actionSetCustomer     = "sso:ListCustomerManagedPolicyReferencesInPermissionSet"
	actionSetAccounts     = "sso:ListAccountsForProvisionedPermissionSet"
	actionListAssignments = "sso:ListAccountAssignments"
)

const (
	ssoService = "sso.amazonaws.com"
	// ssoPage is the largest page of every list of IAM Identity Center.
	ssoPage = 100
	// ssoPerSecond is what IAM Identity Center allows an account for all its actions together.
	ssoPerSecond = 20
	// ssoInFlight is how many of its requests may be under way at once.
	ssoInFlight = 4
)

// identityCenter reads the organization's instance of IAM Identity Center. The delegated administrator is asked first,
// because the audit role is there when the management account has none.
func identityCenter() extra {
	return extra{
		section: snapshot.SectionIdentityCenter,
		actions: []string{
			actionDescribeUser, actionListGroups, actionDescribeSet, actionInlinePolicy, actionSetBoundary,
			actionListAssignments, actionSetAccounts, actionSetCustomer, actionListInstances, actionSetManaged, actionListSets,
		},
		read: func(ctx context.Context, c *completion) error {
			found, err := c.identityCenter(ctx)
			if err != nil {
				return err
			}
			c.org.IdentityCenter = found
			return nil
		},
	}
}

// identityCenter returns the first owner's whole answer. That there is no instance is believed only of the management
// account, where it would be. Of several failures the first counts.
func (c *completion) identityCenter(ctx context.Context) (*snapshot.IdentityCenter, error) {
	var found *snapshot.IdentityCenter
	var first error
	for _, owner := range c.owners(ssoService) {
		answer, err := c.identityCenterOf(ctx, owner)
		if err == nil && answer.Instance != nil {
			return answer, nil
		}
		if err != nil && first == nil {
			first = err
		}
		found = answer
	}
	if first != nil {
		return nil, first
	}
	return found, nil
}

func (c *completion) identityCenterOf(ctx context.Context, owner string) (*snapshot.IdentityCenter, error) {
	session, err := c.sessions.Session(ctx, owner)
	if err != nil {
		return nil, err
	}
	config := assume.Slower(session.Config, ssoPerSecond, ssoPerSecond)
	if config.Region == "" {
		config.Region = "us-east-1"
	}
	found, err := organizationInstance(ctx, config, c.org.ManagementID)
	if err != nil || found == nil {
		return &snapshot.IdentityCenter{}, err
	}
	config.Region = found.Region
	r := &identityCenterReader{
		sso: ssoadmin.NewFromConfig(config), store: identitystore.NewFromConfig(config),
		center: &snapshot.IdentityCenter{Instance: found},
	}
	if found.Status != string(types.InstanceStatusActive) {
		return r.center, nil
	}
	return r.center, r.read(ctx)
}

// organizationInstance asks one Region about all of them. Instances of single accounts are another matter: the
// organization's belongs to the management account. Nil means that there is none.
func organizationInstance(ctx context.Context, config aws.Config, management string) (*snapshot.IdentityCenterInstance, error) {
	client := ssoadmin.NewFromConfig(config)
	var found *snapshot.IdentityCenterInstance
	in := &ssoadmin.ListInstancesInput{MaxResults: aws.Int32(ssoPage), RegionScope: types.RegionScopeAllRegions}
	err := pages(ctx, actionListInstances, func(ctx context.Context, token *string) (*string, error) {
		in.NextToken = token
		out, err := client.ListInstances(ctx, in)
		if err != nil {
			return nil, err
		}
		for _, i := range out.Instances {
			if aws.ToString(i.OwnerAccountId) != management {
				continue
			}
			if found, err = instanceOf(i, config.Region); err != nil {
				return nil, err
			}
		}
		return out.NextToken, nil
	})
	return found, err
}

// instanceOf reads an instance. An answer without home Region is one of before there were instances in several Regions, when
// each Region knew its own alone; so is one without status.
func instanceOf(i types.InstanceMetadata, asked string) (*snapshot.IdentityCenterInstance, error) {
	if aws.ToString(i.InstanceArn) == "" || aws.ToString(i.IdentityStoreId) == "" {
		return nil, answerError("an instance without ARN or identity store")
	}
	return &snapshot.IdentityCenterInstance{
		ARN: *i.InstanceArn, Owner: aws.ToString(i.OwnerAccountId), IdentityStore: *i.IdentityStoreId,
		Region:  cmp.Or(aws.ToString(i.PrimaryRegion), asked),
		Status:  cmp.Or(string(i.Status), string(types.InstanceStatusActive)),
		Created: aws.ToTime(i.CreatedDate),
	}, nil
}

package collect

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin/types"

	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	actionListInstances = "sso:ListInstances"
	// ssoInstancesPage is the largest that sso:ListInstances accepts.
	ssoInstancesPage = 100
)

// ssoInstances lists the account's own instances of IAM Identity Center, in all Regions by one call. A member account also
// sees the organization's instance, which is left out.
func ssoInstances() collector {
	return collector{
		section: snapshot.SectionSSOInstances,
		actions: []string{actionListInstances},
		run: func(ctx context.Context, s *session) error {
			client := ssoadmin.NewFromConfig(s.config)
			found := &snapshot.SSOInstances{}
			err := pages(actionListInstances, func(token *string) (page, error) {
				out, err := client.ListInstances(ctx, &ssoadmin.ListInstancesInput{
					MaxResults: aws.Int32(ssoInstancesPage), NextToken: token, RegionScope: types.RegionScopeAllRegions,
				})
				if err != nil {
					return page{}, failed(actionListInstances, err)
				}
				a := &answer{action: actionListInstances}
				for _, i := range out.Instances {
					if one := a.ssoInstance(i); one.Owner == s.account.ID {
						found.Instances = append(found.Instances, one)
					}
				}
				return page{out.NextToken != nil, out.NextToken}, a.err
			})
			if err != nil {
				return err
			}
			s.account.SSOInstances = found
			return nil
		},
	}
}

func (a *answer) ssoInstance(i types.InstanceMetadata) snapshot.IdentityCenterInstance {
	return snapshot.IdentityCenterInstance{
		ARN:           a.text(i.InstanceArn, "an instance without ARN"),
		Owner:         a.text(i.OwnerAccountId, "an instance without owner"),
		IdentityStore: aws.ToString(i.IdentityStoreId),
		Region:        aws.ToString(i.PrimaryRegion),
		Status:        string(i.Status),
		Created:       optionalTime(i.CreatedDate),
	}
}

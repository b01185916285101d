package collect

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/orgscan/orgscan/scan/snapshot"
)

const actionGetAccountAuthorizationDetails = "iam:GetAccountAuthorizationDetails"

func principals() collector {
	return collector{
		section: snapshot.SectionPrincipals,
		actions: []string{actionGetAccountAuthorizationDetails},
		run: func(ctx context.Context, s *session) error {
			d := &details{}
			err := pages(actionGetAccountAuthorizationDetails, func(marker *string) (page, error) {
				out, err := s.iam.GetAccountAuthorizationDetails(ctx, &iam.GetAccountAuthorizationDetailsInput{
					// All families, spelled out: no filter at all gives AWS managed policies that nobody uses on some
					// implementations.
					Filter: []types.EntityType{
						types.EntityTypeUser, types.EntityTypeRole, types.EntityTypeGroup,
						types.EntityTypeLocalManagedPolicy, types.EntityTypeAWSManagedPolicy,
					},
					Marker:   marker,
					MaxItems: aws.Int32(pageSize),
				})
				if err != nil {
					return page{}, failed(actionGetAccountAuthorizationDetails, err)
				}
				return page{out.IsTruncated, out.Marker}, d.add(out)
			})
			if err != nil {
				return err
			}
			d.store(s.account)
			return nil
		},
	}
}

// details gathers the pages of the authorization details. Pages show live state, so that an entity that changes between
// two of them may be on both: the later one counts.
type details struct {
	users    byARN[snapshot.User]
	groups   byARN[snapshot.Group]
	roles    byARN[snapshot.Role]
	policies byARN[snapshot.ManagedPolicy]
}

// add converts one page, which can then be dropped: an account may hold 5,000 roles with 10 KB of documents each.
func (d *details) add(out *iam.GetAccountAuthorizationDetailsOutput) error {
	a := &answer{action: actionGetAccountAuthorizationDetails}
	for i := range out.UserDetailList {
		u := a.user(&out.UserDetailList[i])
		d.users.put(u.ARN, u)
	}
	for i := range out.GroupDetailList {
		g := a.group(&out.GroupDetailList[i])
		d.groups.put(g.ARN, g)
	}
	for i := range out.RoleDetailList {
		r := a.role(&out.RoleDetailList[i])
		d.roles.put(r.ARN, r)
	}
	for i := range out.Policies {
		p := a.managedPolicy(&out.Policies[i])
		d.policies.put(p.ARN, p)
	}
	return a.err
}

func (d *details) store(account *snapshot.Account) {
	account.Users, account.Groups, account.Roles = d.users.list, d.groups.list, d.roles.list
	account.TakePolicies(d.policies.list)
}

// byARN is a list without duplicates. The zero value is empty.
type byARN[T any] struct {
	list  []T
	index map[string]int
}

// put adds v, or replaces what was put before under the same ARN.
func (b *byARN[T]) put(arn string, v T) {
	if i, ok := b.index[arn]; ok {
		b.list[i] = v
		return
	}
	if b.index == nil {
		b.index = map[string]int{}
	}
	b.index[arn] = len(b.list)
	b.list = append(b.list, v)
}

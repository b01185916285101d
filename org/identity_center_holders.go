package org

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/identitystore"
	storetypes "github.com/aws/aws-sdk-go-v2/service/identitystore/types"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// assignments asks about every account in which a permission set is provisioned: nowhere else can anybody hold it.
func (r *identityCenterReader) assignments(ctx context.Context) error {
	var pairs []snapshot.Assignment
	for i := range r.center.PermissionSets {
		for _, account := range r.center.PermissionSets[i].Provisioned {
			pairs = append(pairs, snapshot.Assignment{Account: account, PermissionSet: r.center.PermissionSets[i].ARN})
		}
	}
	found := make([][]snapshot.Assignment, len(pairs))
	err := overlapping(len(pairs), func(i int) (err error) {
		found[i], err = r.assigned(ctx, pairs[i])
		return err
	})
	r.center.Assignments = slices.Concat(found...)
	return err
}

func (r *identityCenterReader) assigned(ctx context.Context, pair snapshot.Assignment) ([]snapshot.Assignment, error) {
	in := &ssoadmin.ListAccountAssignmentsInput{
		InstanceArn: &r.center.Instance.ARN, AccountId: &pair.Account, PermissionSetArn: &pair.PermissionSet, MaxResults: aws.Int32(ssoPage),
	}
	var found []snapshot.Assignment
	err := pages(ctx, actionListAssignments, func(ctx context.Context, token *string) (*string, error) {
		in.NextToken = token
		out, err := r.sso.ListAccountAssignments(ctx, in)
		if err != nil {
			return nil, err
		}
		for _, a := range out.AccountAssignments {
			one := pair
			one.Holder, one.HolderType = aws.ToString(a.PrincipalId), string(a.PrincipalType)
			found = append(found, one)
		}
		return out.NextToken, nil
	})
	return found, err
}

// holders finds out who is behind the ids that assignments name. Groups come as a list, because there are few of them and
// most hold something; of the many users, only those are asked about who hold something themselves.
func (r *identityCenterReader) holders(ctx context.Context) error {
	named := map[string]snapshot.Holder{}
	for _, a := range r.center.Assignments {
		named[a.Holder] = snapshot.Holder{ID: a.Holder, Type: a.HolderType, Gone: true}
	}
	var groups, users []snapshot.Holder
	for _, h := range named {
		if h.Type == snapshot.HolderGroup {
			groups = append(groups, h)
			continue
		}
		users = append(users, h)
	}
	byID := func(a, b snapshot.Holder) int { return strings.Compare(a.ID, b.ID) }
	slices.SortFunc(groups, byID)
	slices.SortFunc(users, byID)
	if err := r.groups(ctx, groups); err != nil {
		return err
	}
	err := overlapping(len(users), func(i int) error { return r.user(ctx, &users[i]) })
	r.center.Holders = slices.Concat(groups, users)
	return err
}

// groups names the groups; it reads the directory's list until all are found.
func (r *identityCenterReader) groups(ctx context.Context, wanted []snapshot.Holder) error {
	left := len(wanted)
	if left == 0 {
		return nil
	}
	in := &identitystore.ListGroupsInput{IdentityStoreId: &r.center.Instance.IdentityStore, MaxResults: aws.Int32(ssoPage)}
	return pages(ctx, actionListGroups, func(ctx context.Context, token *string) (*string, error) {
		in.NextToken = token
		out, err := r.store.ListGroups(ctx, in)
		if err != nil {
			return nil, err
		}
		for _, g := range out.Groups {
			i := slices.IndexFunc(wanted, func(h snapshot.Holder) bool { return h.ID == aws.ToString(g.GroupId) })
			if i >= 0 && wanted[i].Gone {
				wanted[i].Name, wanted[i].Gone = aws.ToString(g.DisplayName), false
				left--
			}
		}
		if left == 0 {
			return nil, nil
		}
		return out.NextToken, nil
	})
}

func (r *identityCenterReader) user(ctx context.Context, h *snapshot.Holder) error {
	out, err := r.store.DescribeUser(ctx, &identitystore.DescribeUserInput{IdentityStoreId: &r.center.Instance.IdentityStore, UserId: &h.ID})
	var gone *storetypes.ResourceNotFoundException
	if errors.As(err, &gone) && gone.ResourceType != storetypes.ResourceTypeIdentityStore {
		return nil
	}
	if err != nil {
		return failed(actionDescribeUser, err)
	}
	h.Name, h.Gone = aws.ToString(out.UserName), false
	return nil
}

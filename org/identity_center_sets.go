package org

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/identitystore"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin/types"
	"golang.org/x/sync/errgroup"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// identityCenterReader fills one instance's data with clients for its home Region.
type identityCenterReader struct {
	sso    *ssoadmin.Client
	store  *identitystore.Client
	center *snapshot.IdentityCenter
}

func (r *identityCenterReader) read(ctx context.Context) error {
	if err := r.sets(ctx); err != nil {
		return err
	}
	if err := r.assignments(ctx); err != nil {
		return err
	}
	return r.holders(ctx)
}

// overlapping calls do for each number below n, several at once, and returns the failure of the lowest number, so that equal
// states fail alike.
func overlapping(n int, do func(i int) error) error {
	failures := make([]error, n)
	var group errgroup.Group
	group.SetLimit(ssoInFlight)
	for i := range n {
		group.Go(func() error {
			failures[i] = do(i)
			return nil
		})
	}
	_ = group.Wait()
	for _, err := range failures {
		if err != nil {
			return err
		}
	}
	return nil
}

// sets reads the permission sets: one call for each of their parts, which AWS does not send together.
func (r *identityCenterReader) sets(ctx context.Context) error {
	var arns []string
	in := &ssoadmin.ListPermissionSetsInput{InstanceArn: &r.center.Instance.ARN, MaxResults: aws.Int32(ssoPage)}
	err := pages(ctx, actionListSets, func(ctx context.Context, token *string) (*string, error) {
		in.NextToken = token
		out, err := r.sso.ListPermissionSets(ctx, in)
		if err != nil {
			return nil, err
		}
		arns = append(arns, out.PermissionSets...)
		return out.NextToken, nil
	})
	if err != nil {
		return err
	}
	slices.Sort(arns)
	r.center.PermissionSets = make([]snapshot.PermissionSet, len(arns))
	return overlapping(len(arns), func(i int) error {
		set := &r.center.PermissionSets[i]
		set.ARN = arns[i]
		for _, part := range []func(context.Context, *snapshot.PermissionSet) error{
			r.describe, r.inline, r.managed, r.customerManaged, r.boundary, r.accounts,
		} {
			if err := part(ctx, set); err != nil {
				return err
			}
		}
		return nil
	})
}

func (r *identityCenterReader) describe(ctx context.Context, set *snapshot.PermissionSet) error {
	out, err := r.sso.DescribePermissionSet(ctx, &ssoadmin.DescribePermissionSetInput{
		InstanceArn: &r.center.Instance.ARN, PermissionSetArn: &set.ARN,
	})
	if err == nil && (out.PermissionSet == nil || aws.ToString(out.PermissionSet.Name) == "") {
		err = answerError("the answer holds no permission set")
	}
	if err != nil {
		return failed(actionDescribeSet, err)
	}
	set.Name, set.Created = *out.PermissionSet.Name, aws.ToTime(out.PermissionSet.CreatedDate)
	seconds, ok := durationSeconds(aws.ToString(out.PermissionSet.SessionDuration))
	if !ok {
		return failed(actionDescribeSet, answerError("the session duration is not one"))
	}
	set.SessionSeconds = seconds
	return nil
}

// durationForm is the part of ISO 8601 that session durations use: PT8H, PT1H30M, PT3600S.
var durationForm = regexp.MustCompile(`^P(?:(\d{1,4})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?$`)

// defaultSession is what a permission set without duration has.
const defaultSession = 3600

func durationSeconds(text string) (int, bool) {
	if text == "" {
		return defaultSession, true
	}
	m := durationForm.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	total := 0
	for i, unit := range []int{24 * 3600, 3600, 60, 1} {
		n, _ := strconv.Atoi(m[i+1])
		total += n * unit
	}
	return total, total > 0
}

func (r *identityCenterReader) inline(ctx context.Context, set *snapshot.PermissionSet) error {
	out, err := r.sso.GetInlinePolicyForPermissionSet(ctx, &ssoadmin.GetInlinePolicyForPermissionSetInput{
		InstanceArn: &r.center.Instance.ARN, PermissionSetArn: &set.ARN,
	})
	if err != nil {
		return failed(actionInlinePolicy, err)
	}
	set.Inline = aws.ToString(out.InlinePolicy)
	return nil
}

func (r *identityCenterReader) managed(ctx context.Context, set *snapshot.PermissionSet) error {
	in := &ssoadmin.ListManagedPoliciesInPermissionSetInput{
		InstanceArn: &r.center.Instance.ARN, PermissionSetArn: &set.ARN, MaxResults: aws.Int32(ssoPage),
	}
	return pages(ctx, actionSetManaged, func(ctx context.Context, token *string) (*string, error) {
		in.NextToken = token
		out, err := r.sso.ListManagedPoliciesInPermissionSet(ctx, in)
		if err != nil {
			return nil, err
		}
		for _, p := range out.AttachedManagedPolicies {
			set.AWSManaged = append(set.AWSManaged, snapshot.AttachedPolicy{Name: aws.ToString(p.Name), ARN: aws.ToString(p.Arn)})
		}
		return out.NextToken, nil
	})
}

func (r *identityCenterReader) customerManaged(ctx context.Context, set *snapshot.PermissionSet) error {
	in := &ssoadmin.ListCustomerManagedPolicyReferencesInPermissionSetInput{
		InstanceArn: &r.center.Instance.ARN, PermissionSetArn: &set.ARN, MaxResults: aws.Int32(ssoPage),
	}
	return pages(ctx, actionSetCustomer, func(ctx context.Context, token *string) (*string, error) {
		in.NextToken = token
		out, err := r.sso.ListCustomerManagedPolicyReferencesInPermissionSet(ctx, in)
		if err != nil {
			return nil, err
		}
		for _, p := range out.CustomerManagedPolicyReferences {
			set.CustomerManaged = append(set.CustomerManaged, reference(p))
		}
		return out.NextToken, nil
	})
}

// reference fills in the path that AWS leaves out.
func reference(p types.CustomerManagedPolicyReference) snapshot.PolicyReference {
	out := snapshot.PolicyReference{Path: aws.ToString(p.Path), Name: aws.ToString(p.Name)}
	if out.Path == "" {
		out.Path = "/"
	}
	return out
}

// boundary reads the permissions boundary. That there is none is an error to AWS and an answer here.
func (r *identityCenterReader) boundary(ctx context.Context, set *snapshot.PermissionSet) error {
	out, err := r.sso.GetPermissionsBoundaryForPermissionSet(ctx, &ssoadmin.GetPermissionsBoundaryForPermissionSetInput{
		InstanceArn: &r.center.Instance.ARN, PermissionSetArn: &set.ARN,
	})
	if _, none := errors.AsType[*types.ResourceNotFoundException](err); none {
		return nil
	}
	if err != nil {
		return failed(actionSetBoundary, err)
	}
	if b := out.PermissionsBoundary; b != nil {
		set.Boundary = aws.ToString(b.ManagedPolicyArn)
		if b.CustomerManagedPolicyReference != nil {
			own := reference(*b.CustomerManagedPolicyReference)
			set.CustomerBoundary = &own
		}
	}
	return nil
}

func (r *identityCenterReader) accounts(ctx context.Context, set *snapshot.PermissionSet) error {
	in := &ssoadmin.ListAccountsForProvisionedPermissionSetInput{
		InstanceArn: &r.center.Instance.ARN, PermissionSetArn: &set.ARN, MaxResults: aws.Int32(ssoPage),
	}
	return pages(ctx, actionSetAccounts, func(ctx context.Context, token *string) (*string, error) {
		in.NextToken = token
		out, err := r.sso.ListAccountsForProvisionedPermissionSet(ctx, in)
		if err != nil {
			return nil, err
		}
		set.Provisioned = append(set.Provisioned, out.AccountIds...)
		return out.NextToken, nil
	})
}

package collect

import (
	"context"
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	actionGetPolicy        = "iam:GetPolicy"
	actionGetPolicyVersion = "iam:GetPolicyVersion"
)

// managedDocuments fetches what the principals refer to and the authorization details do not hold. AWS sends every policy
// in use, so that this is usually no call at all. The documents are never shared between accounts: another account's
// denial or copy says nothing about this one.
func managedDocuments() collector {
	return collector{
		section: snapshot.SectionManagedDocuments,
		needs:   []snapshot.Section{snapshot.SectionPrincipals},
		actions: []string{actionGetPolicy, actionGetPolicyVersion},
		run: func(ctx context.Context, s *session) error {
			if err := s.lacking(snapshot.SectionPrincipals); err != nil {
				return err
			}
			var found []snapshot.ManagedPolicy
			absent := s.account.WithoutDocument()
			for _, arn := range slices.Sorted(maps.Keys(absent)) {
				p, err := s.managedPolicy(ctx, arn)
				if err != nil {
					return err
				}
				found = append(found, absent[arn].CountedIn(p))
			}
			s.account.ManagedDocuments = found
			return nil
		},
	}
}

// managedPolicy fetches a policy with the version that is in force.
func (s *session) managedPolicy(ctx context.Context, arn string) (snapshot.ManagedPolicy, error) {
	out, err := s.iam.GetPolicy(ctx, &iam.GetPolicyInput{PolicyArn: &arn})
	if err != nil {
		return snapshot.ManagedPolicy{}, failed(actionGetPolicy, err)
	}
	a := &answer{action: actionGetPolicy}
	policy := a.policy(arn, out.Policy)
	if a.err != nil {
		return snapshot.ManagedPolicy{}, a.err
	}
	version, err := s.policyVersion(ctx, arn, policy.DefaultVersionID)
	if err != nil {
		return snapshot.ManagedPolicy{}, err
	}
	policy.Versions = []snapshot.PolicyVersion{version}
	return policy, nil
}

func (s *session) policyVersion(ctx context.Context, arn, id string) (snapshot.PolicyVersion, error) {
	in := &iam.GetPolicyVersionInput{PolicyArn: &arn, VersionId: &id}
	out, err := s.iam.GetPolicyVersion(ctx, in)
	if err != nil {
		return snapshot.PolicyVersion{}, failed(actionGetPolicyVersion, err)
	}
	if out.PolicyVersion == nil {
		return snapshot.PolicyVersion{}, notUnderstood(actionGetPolicyVersion, "an answer without policy version")
	}
	a := &answer{action: actionGetPolicyVersion}
	version := a.policyVersion(*out.PolicyVersion)
	if version.ID != id {
		a.lack("an answer about another policy version")
	}
	// It was asked for as the default one; that it has been replaced since does not matter.
	version.Default = true
	return version, a.err
}

func (a *answer) policy(arn string, p *types.Policy) snapshot.ManagedPolicy {
	if p == nil {
		a.lack("an answer without policy")
		return snapshot.ManagedPolicy{}
	}
	if aws.ToString(p.Arn) != arn {
		a.lack("an answer about another policy")
	}
	return snapshot.ManagedPolicy{
		ARN:              arn,
		ID:               a.text(p.PolicyId, "a managed policy without id"),
		Name:             a.text(p.PolicyName, "a managed policy without name"),
		Path:             aws.ToString(p.Path),
		Created:          optionalTime(p.CreateDate),
		Updated:          optionalTime(p.UpdateDate),
		Attachments:      int(aws.ToInt32(p.AttachmentCount)),
		BoundaryUses:     int(aws.ToInt32(p.PermissionsBoundaryUsageCount)),
		DefaultVersionID: a.text(p.DefaultVersionId, "a managed policy without default version"),
	}
}

package collect

import (
	"cmp"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/orgscan/orgscan/scan/snapshot"
)

func (a *answer) user(u *types.UserDetail) snapshot.User {
	return snapshot.User{
		ARN:      a.text(u.Arn, "a user without ARN"),
		ID:       a.text(u.UserId, "a user without id"),
		Name:     a.text(u.UserName, "a user without name"),
		Path:     aws.ToString(u.Path),
		Created:  a.time(u.CreateDate, "a user without creation date"),
		Groups:   each(u.GroupList, a.groupName),
		Inline:   each(u.UserPolicyList, a.inline),
		Attached: each(u.AttachedManagedPolicies, a.attached),
		Boundary: a.boundary(u.PermissionsBoundary),
		Tags:     each(u.Tags, a.tag),
	}
}

func (a *answer) group(g *types.GroupDetail) snapshot.Group {
	return snapshot.Group{
		ARN:      a.text(g.Arn, "a group without ARN"),
		ID:       a.text(g.GroupId, "a group without id"),
		Name:     a.text(g.GroupName, "a group without name"),
		Path:     aws.ToString(g.Path),
		Created:  a.time(g.CreateDate, "a group without creation date"),
		Inline:   each(g.GroupPolicyList, a.inline),
		Attached: each(g.AttachedManagedPolicies, a.attached),
	}
}

func (a *answer) role(r *types.RoleDetail) snapshot.Role {
	role := snapshot.Role{
		ARN:              a.text(r.Arn, "a role without ARN"),
		ID:               a.text(r.RoleId, "a role without id"),
		Name:             a.text(r.RoleName, "a role without name"),
		Path:             aws.ToString(r.Path),
		Created:          a.time(r.CreateDate, "a role without creation date"),
		Trust:            a.document(r.AssumeRolePolicyDocument, "a role without trust policy"),
		Inline:           each(r.RolePolicyList, a.inline),
		Attached:         each(r.AttachedManagedPolicies, a.attached),
		Boundary:         a.boundary(r.PermissionsBoundary),
		Tags:             each(r.Tags, a.tag),
		InstanceProfiles: each(r.InstanceProfileList, a.instanceProfile),
	}
	if used := r.RoleLastUsed; used != nil {
		role.LastUsed, role.LastUsedRegion = optionalTime(used.LastUsedDate), aws.ToString(used.Region)
	}
	return role
}

func (a *answer) groupName(name string) string {
	return a.text(&name, "a group membership without name")
}

func (a *answer) inline(p types.PolicyDetail) snapshot.InlinePolicy {
	return snapshot.InlinePolicy{
		Name:     a.text(p.PolicyName, "an inline policy without name"),
		Document: a.document(p.PolicyDocument, "an inline policy without document"),
	}
}

func (a *answer) attached(p types.AttachedPolicy) snapshot.AttachedPolicy {
	return snapshot.AttachedPolicy{
		Name: a.text(p.PolicyName, "an attached policy without name"),
		ARN:  a.text(p.PolicyArn, "an attached policy without ARN"),
	}
}

// boundary returns the boundary's ARN, and "" for a principal without one.
func (a *answer) boundary(b *types.AttachedPermissionsBoundary) string {
	if b == nil {
		return ""
	}
	return a.text(b.PermissionsBoundaryArn, "a permissions boundary without ARN")
}

// tag takes an empty value as it is: AWS allows it.
func (a *answer) tag(t types.Tag) snapshot.Tag {
	return snapshot.Tag{Key: a.text(t.Key, "a tag without key"), Value: aws.ToString(t.Value)}
}

func (a *answer) instanceProfile(p types.InstanceProfile) snapshot.InstanceProfile {
	return snapshot.InstanceProfile{
		ARN:  a.text(p.Arn, "an instance profile without ARN"),
		Name: a.text(p.InstanceProfileName, "an instance profile without name"),
	}
}

// managedPolicy does without id and name, which other implementations than AWS leave out here: nothing is known by a
// policy's id, and the name is the end of the ARN.
func (a *answer) managedPolicy(p *types.ManagedPolicyDetail) snapshot.ManagedPolicy {
	arn := a.text(p.Arn, "a managed policy without ARN")
	return snapshot.ManagedPolicy{
		ARN:              arn,
		ID:               aws.ToString(p.PolicyId),
		Name:             cmp.Or(aws.ToString(p.PolicyName), arn[strings.LastIndex(arn, "/")+1:]),
		Path:             aws.ToString(p.Path),
		Created:          optionalTime(p.CreateDate),
		Updated:          optionalTime(p.UpdateDate),
		Attachments:      int(aws.ToInt32(p.AttachmentCount)),
		BoundaryUses:     int(aws.ToInt32(p.PermissionsBoundaryUsageCount)),
		DefaultVersionID: aws.ToString(p.DefaultVersionId),
		Versions:         each(p.PolicyVersionList, a.policyVersion),
	}
}

func (a *answer) policyVersion(v types.PolicyVersion) snapshot.PolicyVersion {
	return snapshot.PolicyVersion{
		ID:       a.text(v.VersionId, "a policy version without id"),
		Created:  optionalTime(v.CreateDate),
		Default:  v.IsDefaultVersion,
		Document: a.document(v.Document, "a policy version without document"),
	}
}

package awscli

import (
	"cmp"
	"errors"
	"strings"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// The answers of `aws iam get-account-authorization-details`, as far as a snapshot holds them.
type (
	tagJSON    struct{ Key, Value string }
	inlineJSON struct {
		PolicyName     string
		PolicyDocument document
	}
	attachedJSON struct {
		PolicyName string
		PolicyARN  string `json:"PolicyArn"`
	}
	boundaryJSON struct {
		ARN string `json:"PermissionsBoundaryArn"`
	}
	userJSON struct {
		ARN                     string `json:"Arn"`
		ID                      string `json:"UserId"`
		UserName, Path          string
		CreateDate              stamp
		GroupList               []string
		UserPolicyList          []inlineJSON
		AttachedManagedPolicies []attachedJSON
		PermissionsBoundary     *boundaryJSON
		Tags                    []tagJSON
	}
	groupJSON struct {
		ARN                     string `json:"Arn"`
		ID                      string `json:"GroupId"`
		GroupName, Path         string
		CreateDate              stamp
		GroupPolicyList         []inlineJSON
		AttachedManagedPolicies []attachedJSON
	}
	roleJSON struct {
		ARN                      string `json:"Arn"`
		ID                       string `json:"RoleId"`
		RoleName, Path           string
		CreateDate               stamp
		AssumeRolePolicyDocument document
		RolePolicyList           []inlineJSON
		AttachedManagedPolicies  []attachedJSON
		PermissionsBoundary      *boundaryJSON
		Tags                     []tagJSON
		InstanceProfileList      []struct {
			ARN                 string `json:"Arn"`
			InstanceProfileName string
		}
		RoleLastUsed struct {
			LastUsedDate stamp
			Region       string
		}
	}
	managedJSON struct {
		ARN                                            string `json:"Arn"`
		ID                                             string `json:"PolicyId"`
		PolicyName, Path                               string
		CreateDate, UpdateDate                         stamp
		AttachmentCount, PermissionsBoundaryUsageCount int
		DefaultVersionID                               string        `json:"DefaultVersionId"`
		PolicyVersionList                              []versionJSON `json:"PolicyVersionList"`
		// Type is there only in the policies of an organization.
		Type       string
		ControlID  string `json:"Id"`
		Name       string
		AWSManaged bool `json:"AwsManaged"`
	}
	versionJSON struct {
		ID               string `json:"VersionId"`
		Document         document
		IsDefaultVersion bool
		CreateDate       stamp
	}
)

func readUser(s *stream, p *part) error {
	var u userJSON
	if err := s.value(&u); err != nil {
		return err
	}
	out := snapshot.User{
		ARN: u.ARN, ID: u.ID, Name: u.UserName, Path: u.Path, Created: u.CreateDate.Time, Groups: u.GroupList, Boundary: boundaryOf(u.PermissionsBoundary),
	}
	if err := errors.Join(
		needs(u.ARN, "a user without ARN", u.ID, "a user without id", u.UserName, "a user without name"),
		dated(u.CreateDate, "a user without creation date"), p.own(u.ARN),
		inlines(u.UserPolicyList, &out.Inline), attachments(u.AttachedManagedPolicies, &out.Attached), tags(u.Tags, &out.Tags),
		bounded(u.PermissionsBoundary), p.count(),
	); err != nil {
		return first(err)
	}
	p.data.Users = append(p.data.Users, out)
	return nil
}

func readGroup(s *stream, p *part) error {
	var g groupJSON
	if err := s.value(&g); err != nil {
		return err
	}
	out := snapshot.Group{ARN: g.ARN, ID: g.ID, Name: g.GroupName, Path: g.Path, Created: g.CreateDate.Time}
	if err := errors.Join(
		needs(g.ARN, "a group without ARN", g.ID, "a group without id", g.GroupName, "a group without name"),
		dated(g.CreateDate, "a group without creation date"), p.own(g.ARN),
		inlines(g.GroupPolicyList, &out.Inline), attachments(g.AttachedManagedPolicies, &out.Attached), p.count(),
	); err != nil {
		return first(err)
	}
	p.data.Groups = append(p.data.Groups, out)
	return nil
}

func readRole(s *stream, p *part) error {
	var r roleJSON
	if err := s.value(&r); err != nil {
		return err
	}
	out := snapshot.Role{
		ARN: r.ARN, ID: r.ID, Name: r.RoleName, Path: r.Path, Created: r.CreateDate.Time, Trust: string(r.AssumeRolePolicyDocument),
		Boundary: boundaryOf(r.PermissionsBoundary), LastUsed: r.RoleLastUsed.LastUsedDate.Time, LastUsedRegion: r.RoleLastUsed.Region,
	}
	err := errors.Join(
		needs(r.ARN, "a role without ARN", r.ID, "a role without id", r.RoleName, "a role without name", out.Trust, "a role without trust policy"),
		dated(r.CreateDate, "a role without creation date"), p.own(r.ARN),
		inlines(r.RolePolicyList, &out.Inline), attachments(r.AttachedManagedPolicies, &out.Attached), tags(r.Tags, &out.Tags),
		bounded(r.PermissionsBoundary), p.count(),
	)
	for _, i := range r.InstanceProfileList {
		err = errors.Join(err, needs(i.ARN, "an instance profile without ARN", i.InstanceProfileName, "an instance profile without name"))
		out.InstanceProfiles = append(out.InstanceProfiles, snapshot.InstanceProfile{ARN: i.ARN, Name: i.InstanceProfileName})
	}
	if err != nil {
		return first(err)
	}
	p.data.Roles = append(p.data.Roles, out)
	return nil
}

// readPolicy reads an element of Policies, which is a list of two commands: IAM's policies have versions, those of an
// organization a type.
func readPolicy(s *stream, p *part) error {
	var m managedJSON
	if err := s.value(&m); err != nil {
		return err
	}
	if m.Type != "" {
		return p.controlPolicy(m)
	}
	if m.PolicyVersionList == nil {
		return errors.New("a policy without versions: orgscan reads policies from iam get-account-authorization-details, not from iam list-policies")
	}
	if err := p.is(detailsCommand); err != nil {
		return err
	}
	p.families[managed] = true
	// Id and name may be absent, as they are in the answers of other implementations than AWS.
	out := snapshot.ManagedPolicy{
		ARN: m.ARN, ID: m.ID, Name: cmp.Or(m.PolicyName, m.ARN[strings.LastIndex(m.ARN, "/")+1:]), Path: m.Path,
		Created: m.CreateDate.Time, Updated: m.UpdateDate.Time, Attachments: m.AttachmentCount, BoundaryUses: m.PermissionsBoundaryUsageCount,
		DefaultVersionID: m.DefaultVersionID,
	}
	err := errors.Join(needs(m.ARN, "a managed policy without ARN"), p.own(m.ARN), p.count())
	for _, v := range m.PolicyVersionList {
		err = errors.Join(err, needs(v.ID, "a policy version without id", string(v.Document), "a policy version without document"))
		out.Versions = append(out.Versions, snapshot.PolicyVersion{
			ID: v.ID, Created: v.CreateDate.Time, Default: v.IsDefaultVersion, Document: string(v.Document),
		})
	}
	if err != nil {
		return first(err)
	}
	p.data.Policies = append(p.data.Policies, out)
	return nil
}

func inlines(list []inlineJSON, to *[]snapshot.InlinePolicy) error {
	for _, i := range list {
		if err := needs(i.PolicyName, "an inline policy without name", string(i.PolicyDocument), "an inline policy without document"); err != nil {
			return err
		}
		*to = append(*to, snapshot.InlinePolicy{Name: i.PolicyName, Document: string(i.PolicyDocument)})
	}
	return nil
}

func attachments(list []attachedJSON, to *[]snapshot.AttachedPolicy) error {
	for _, a := range list {
		if err := needs(a.PolicyName, "an attached policy without name", a.PolicyARN, "an attached policy without ARN"); err != nil {
			return err
		}
		*to = append(*to, snapshot.AttachedPolicy{Name: a.PolicyName, ARN: a.PolicyARN})
	}
	return nil
}

func tags(list []tagJSON, to *[]snapshot.Tag) error {
	for _, t := range list {
		if err := needs(t.Key, "a tag without key"); err != nil {
			return err
		}
		*to = append(*to, snapshot.Tag(t))
	}
	return nil
}

func boundaryOf(b *boundaryJSON) string {
	if b == nil {
		return ""
	}
	return b.ARN
}

func bounded(b *boundaryJSON) error {
	if b == nil {
		return nil
	}
	return needs(b.ARN, "a permissions boundary without ARN")
}

// first returns the first of joined errors: one is enough to say what is wrong.
func first(err error) error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return first(joined.Unwrap()[0])
	}
	return err
}

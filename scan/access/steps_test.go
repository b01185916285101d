package access_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

func describe(steps []access.Step) []string {
	var out []string
	for _, s := range steps {
		out = append(out, fmt.Sprint(s.Technique, " ", s.To, " ", s.Outcome, " ", s.Needs, s.Conditions, s.AllowedBy))
	}
	return out
}

// uses reports whether one of the steps is by a technique; X in its name stands for the kind of the principal.
func uses(steps []access.Step, technique, kind string) bool {
	technique = strings.ReplaceAll(technique, "X", kind)
	return slices.ContainsFunc(steps, func(s access.Step) bool { return s.Technique == technique })
}

// scene is an account in which the user or role "actor" takes a step.
type scene struct {
	account snapshot.Account
	org     *snapshot.Organization
}

const own = "arn:aws:iam::111122223333:"

func asUser(statements ...string) *scene {
	return (&scene{}).with(func(a *snapshot.Account) {
		a.Users = []snapshot.User{{ARN: own + "user/actor", Name: "actor", Path: "/", Inline: inlines(statements...)}}
	})
}

func asRole(statements ...string) *scene {
	return (&scene{}).with(func(a *snapshot.Account) {
		a.Roles = []snapshot.Role{{ARN: own + "role/actor", Name: "actor", Path: "/", Inline: inlines(statements...)}}
	})
}

func (s *scene) with(change func(*snapshot.Account)) *scene {
	s.account.ID, s.account.Partition = accountID, "aws"
	change(&s.account)
	return s
}

func (s *scene) attached(name string, versions ...string) *scene {
	return s.with(func(a *snapshot.Account) {
		p := snapshot.ManagedPolicy{ARN: own + "policy/" + name, Name: name}
		for i, text := range versions {
			p.Versions = append(p.Versions, snapshot.PolicyVersion{ID: fmt.Sprint("v", len(versions)-i), Default: i == 0, Document: text})
		}
		a.Policies = append(a.Policies, p)
		at := snapshot.AttachedPolicy{Name: name, ARN: p.ARN}
		if len(a.Users) > 0 {
			a.Users[0].Attached = append(a.Users[0].Attached, at)
		} else {
			a.Roles[0].Attached = append(a.Roles[0].Attached, at)
		}
	})
}

func (s *scene) bounded(statements ...string) *scene {
	return s.with(func(a *snapshot.Account) {
		a.Policies = append(a.Policies, managedPolicy("limit", document(statements...)))
		for i := range a.Users {
			a.Users[i].Boundary = own + "policy/limit"
		}
		for i := range a.Roles {
			a.Roles[i].Boundary = own + "policy/limit"
		}
	})
}

func (s *scene) group(name string, member bool, statements ...string) *scene {
	return s.with(func(a *snapshot.Account) {
		a.Groups = append(a.Groups, snapshot.Group{ARN: own + "group/" + name, Name: name, Inline: inlines(statements...)})
		if member {
			a.Users[0].Groups = append(a.Users[0].Groups, name)
		}
	})
}

// target adds an administrator's role with a trust policy, at a path.
func (s *scene) target(path, trust string) *scene {
	return s.with(func(a *snapshot.Account) {
		a.Roles = append(a.Roles, snapshot.Role{
			ARN: own + "role" + path + "target", Name: "target", Path: path, Trust: trust, Inline: inlines(allowAll),
			Attached: []snapshot.AttachedPolicy{{Name: "its", ARN: own + "policy/its"}},
		})
		a.Policies = append(a.Policies, managedPolicy("its", document("Allow s3:* *")))
	})
}

func (s *scene) below(statements ...string) *scene {
	s.org = organization(scp(document(allowAll), "r-root", "ou-upper", "ou-lower", accountID), scp(document(statements...), "ou-upper"))
	return s
}

func (s *scene) managing() *scene {
	s.org = &snapshot.Organization{ID: "o-example", ManagementID: accountID}
	return s
}

func (s *scene) steps() []access.Step {
	if s.org == nil {
		s.org = &snapshot.Organization{}
	}
	analysis := access.New(&s.account, s.org, policy.Parse)
	if len(s.account.Users) > 0 {
		return analysis.UserSteps(&s.account.Users[0])
	}
	return analysis.RoleSteps(&s.account.Roles[0])
}

// ofProvider trusts an identity provider of the account.
func ofProvider(kind, action string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"` + own + kind + `/one"},"Action":"` + action + `","Condition":{"StringEquals":{"SAML:aud":"https://signin.aws.amazon.com/saml"}}}]}`
}

// TestStepsOfTheActor has a scene for each technique that changes or takes over principals, and one beside it that lacks
// what the technique needs.
func TestStepsOfTheActor(t *testing.T) {
	full, deny := document(allowAll), document("Deny iam:CreateUser *", "Deny iam:PutRolePolicy,iam:AttachRolePolicy *")
	tests := map[string]struct{ can, cannot *scene }{
		"iam-create-policy-version":        {asUser("Allow iam:CreatePolicyVersion *").attached("its", document()), asUser("Allow iam:CreatePolicyVersion *").attached("its", full[:1], full, full, full, full)},
		"iam-set-default-policy-version":   {asRole("Allow iam:SetDefaultPolicyVersion *").attached("its", document(), full), asRole("Allow iam:SetDefaultPolicyVersion *").attached("its", document())},
		"iam-put-role-policy-self":         {asRole("Allow iam:PutRolePolicy *"), asUser("Allow iam:PutRolePolicy *")},
		"iam-put-user-policy-self":         {asUser("Allow iam:PutUserPolicy *"), asRole("Allow iam:PutUserPolicy *")},
		"iam-attach-user-policy-self":      {asUser("Allow iam:AttachUserPolicy *"), asUser(`{"Effect":"Allow","Action":"iam:AttachUserPolicy","Resource":"*","Condition":{"ArnEquals":{"iam:PolicyARN":"arn:aws:iam::aws:policy/ReadOnlyAccess"}}}`)},
		"iam-attach-role-policy-self":      {asRole("Allow iam:AttachRolePolicy *"), asRole("Allow iam:AttachRolePolicy *").bounded("Allow s3:*,iam:AttachRolePolicy *")},
		"iam-attach-group-policy":          {asUser("Allow iam:AttachGroupPolicy *").group("staff", true), asUser("Allow iam:AttachGroupPolicy *").group("staff", false)},
		"iam-put-group-policy":             {asUser("Allow iam:PutGroupPolicy *").group("staff", true), asUser("Allow iam:PutGroupPolicy "+own+"group/other").group("staff", true)},
		"iam-add-user-to-group":            {asUser("Allow iam:AddUserToGroup *").group("admins", false, allowAll), asUser("Allow iam:AddUserToGroup *").group("readers", false, "Allow s3:* *")},
		"iam-delete-user-boundary":         {asUser(allowAll).bounded("Allow iam:DeleteUserPermissionsBoundary *"), asUser(allowAll).bounded("Allow s3:* *")},
		"iam-put-user-boundary":            {asUser(allowAll).bounded("Allow iam:PutUserPermissionsBoundary *"), asUser(allowAll, "Deny iam:PutUserPermissionsBoundary *").bounded("Allow iam:PutUserPermissionsBoundary *")},
		"iam-delete-role-boundary-self":    {asRole(allowAll).bounded("Allow iam:DeleteRolePermissionsBoundary *"), asRole("Allow iam:DeleteRolePermissionsBoundary *")},
		"iam-put-role-boundary":            {asRole(allowAll).bounded("Allow iam:PutRolePermissionsBoundary *"), asRole("Allow iam:PutRolePermissionsBoundary,s3:* *").bounded("Allow iam:PutRolePermissionsBoundary *")},
		"iam-detach-user-policy-deny":      {asUser(allowAll).attached("brake", deny), asUser("Allow iam:DetachUserPolicy *").attached("brake", deny)},
		"iam-detach-role-policy-deny":      {asRole(allowAll).attached("brake", deny), asRole(allowAll, "Deny iam:DetachRolePolicy *").attached("brake", deny)},
		"iam-delete-user-policy-deny":      {asUser("Deny iam:*Policy,iam:AddUserToGroup,iam:CreateUser,iam:CreateRole *").with(allowDelete).attached("all", full), asUser("Deny iam:DeleteUserPolicy,iam:*RolePolicy,iam:CreateUser *").attached("all", full)},
		"iam-remove-user-from-group-deny":  {asUser(allowAll).group("brake", true, "Deny iam:*RolePolicy,iam:CreateUser *"), asUser(allowAll).group("brake", true, "Deny iam:*RolePolicy,iam:CreateUser,iam:RemoveUserFromGroup *")},
		"iam-delete-group-policy-deny":     {asUser(allowAll).group("brake", true, "Deny iam:*RolePolicy,iam:CreateUser *"), asUser(allowAll).group("brake", false, "Deny iam:*RolePolicy,iam:CreateUser *")},
		"iam-tag-self-abac":                {asUser("Allow iam:TagUser *", tagged), asUser("Allow iam:TagUser "+own+"user/other", tagged)},
		"iam-tag-role-abac":                {asRole("Allow iam:TagRole *", tagged), asRole("Allow iam:TagRole *", "Allow s3:* *")},
		"iam-create-role-attach":           {asUser("Allow iam:CreateRole,iam:AttachRolePolicy " + own + "role/app-*"), asUser("Allow iam:CreateRole "+own+"role/app-*", "Allow iam:AttachRolePolicy "+own+"role/web-*")},
		"iam-create-role-put":              {asRole("Allow iam:CreateRole,iam:PutRolePolicy *"), asRole("Allow iam:PutRolePolicy *", `{"Effect":"Allow","Action":"iam:CreateRole","Resource":"*","Condition":{"StringEquals":{"iam:PermissionsBoundary":"`+own+`policy/limit"}}}`)},
		"iam-create-user-attach":           {asRole("Allow iam:CreateUser,iam:AttachUserPolicy,iam:CreateAccessKey *"), asRole("Allow iam:CreateUser,iam:AttachUserPolicy *")},
		"organizations-leave":              {asUser(allowAll).below("Deny iam:* *"), asUser(allowAll).below("Deny iam:*,organizations:LeaveOrganization *")},
		"sso-create-assignment":            {asUser("Allow sso:CreateAccountAssignment *").managing(), asUser("Allow sso:CreateAccountAssignment *")},
		"sso-attach-policy-permission-set": {asUser("Allow sso:AttachManagedPolicyToPermissionSet *").managing(), asUser("Allow sso:Get* *").managing()},
		"iam-update-assume-role-policy":    {asUser("Allow iam:UpdateAssumeRolePolicy *").target("/", executorTrust), asUser("Allow iam:UpdateAssumeRolePolicy *").target("/aws-reserved/sso.amazonaws.com/", executorTrust)},
		"iam-attach-role-policy-assume":    {asUser("Allow iam:AttachRolePolicy,sts:AssumeRole *").target("/", openTrust), asUser("Allow iam:AttachRolePolicy,sts:AssumeRole *").target("/", executorTrust)},
		"iam-put-role-policy-assume":       {asUser("Allow iam:PutRolePolicy,sts:AssumeRole *").target("/", openTrust), asUser("Allow iam:PutRolePolicy *").target("/", openTrust)},
		"iam-create-policy-version-assume": {asUser("Allow iam:CreatePolicyVersion,sts:AssumeRole *").target("/", openTrust), asUser("Allow iam:CreatePolicyVersion "+own+"policy/other", "Allow sts:AssumeRole *").target("/", openTrust)},
		"iam-attach-role-policy-trust":     {asUser("Allow iam:AttachRolePolicy,iam:UpdateAssumeRolePolicy *").target("/", executorTrust), asUser("Allow iam:AttachRolePolicy,iam:UpdateAssumeRolePolicy *", "Deny sts:* *").target("/", executorTrust)},
		"iam-put-role-policy-trust":        {asUser("Allow iam:PutRolePolicy,iam:UpdateAssumeRolePolicy *").target("/", executorTrust), asUser("Allow iam:PutRolePolicy,iam:UpdateAssumeRolePolicy *").target("/aws-service-role/example.amazonaws.com/", executorTrust)},
		"iam-create-policy-version-trust":  {asUser("Allow iam:CreatePolicyVersion,iam:UpdateAssumeRolePolicy *").target("/", executorTrust), asUser("Allow iam:CreatePolicyVersion *").target("/", executorTrust)},
		"iam-create-saml-provider":         {asUser("Allow iam:CreateSAMLProvider,iam:UpdateAssumeRolePolicy *").target("/", executorTrust), asUser("Allow iam:CreateSAMLProvider *").target("/", executorTrust)},
		"iam-create-oidc-provider":         {asUser("Allow iam:CreateOpenIDConnectProvider,iam:UpdateAssumeRolePolicy *").target("/", executorTrust), asUser("Allow iam:UpdateAssumeRolePolicy *").target("/", executorTrust)},
		"iam-update-saml-provider":         {asUser("Allow iam:UpdateSAMLProvider *").target("/", ofProvider("saml-provider", "sts:AssumeRoleWithSAML")), asUser("Allow iam:UpdateSAMLProvider *").target("/", openTrust)},
		"iam-update-oidc-thumbprint":       {asUser("Allow iam:UpdateOpenIDConnectProviderThumbprint *").target("/", ofProvider("oidc-provider", "sts:AssumeRoleWithWebIdentity")), asUser("Allow iam:UpdateOpenIDConnectProviderThumbprint *").target("/", ofProvider("saml-provider", "sts:AssumeRoleWithSAML"))},
		"iam-oidc-add-client-id":           {asUser("Allow iam:AddClientIDToOpenIDConnectProvider *").target("/", ofProvider("oidc-provider", "sts:AssumeRoleWithWebIdentity")), asUser("Allow iam:AddClientIDToOpenIDConnectProvider "+own+"oidc-provider/two").target("/", ofProvider("oidc-provider", "sts:AssumeRoleWithWebIdentity"))},
		"rolesanywhere-rogue-anchor":       {asUser("Allow rolesanywhere:*,iam:PassRole *").target("/", trustServices("rolesanywhere.amazonaws.com")), asUser("Allow rolesanywhere:*,iam:PassRole *").target("/", pinned)},
		"iam-delete-role-boundary-assume":  {asUser("Allow iam:DeleteRolePermissionsBoundary,sts:AssumeRole *").target("/", openTrust).with(boundTarget), asUser("Allow iam:DeleteRolePermissionsBoundary,sts:AssumeRole *").target("/", openTrust)},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if steps := tt.can.steps(); !uses(steps, name, "") {
				t.Errorf("no such step in %v", describe(steps))
			}
			if steps := tt.cannot.steps(); uses(steps, name, "") {
				t.Errorf("such a step in %v", describe(steps))
			}
		})
	}
}

const (
	tagged = `{"Effect":"Allow","Action":"iam:*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/team":"ops"}}}`
	pinned = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"rolesanywhere.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"ArnEquals":{"aws:SourceArn":"arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/ours"}}}]}`
)

// allowDelete turns the actor's brake into one that still lets it delete its own policies.
func allowDelete(a *snapshot.Account) {
	a.Users[0].Inline = inlines("Deny iam:*RolePolicy,iam:CreateUser *")
}

// boundTarget gives the target a boundary.
func boundTarget(a *snapshot.Account) {
	a.Roles[0].Boundary = own + "policy/its"
}

const reportHeader = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,mfa_active," +
	"access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_2_active,access_key_2_last_rotated," +
	"access_key_2_last_used_date,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated\n"

// TestStepsToUsers reads keys, password and MFA device of a user from the credential report.
func TestStepsToUsers(t *testing.T) {
	const day = "2026-01-01T00:00:00+00:00"
	key, none := "true,"+day+",N/A", "false,N/A,N/A"
	row := func(password, mfa, first, second string) string {
		return reportHeader + "other," + own + "user/other," + day + "," + password + ",N/A,N/A," + mfa + "," + first + "," + second + ",false,N/A,false,N/A\n"
	}
	tests := map[string]struct {
		report string
		want   map[string]access.StepOutcome
	}{
		"missing": {"", map[string]access.StepOutcome{
			"iam-create-access-key": access.Possible, "iam-delete-create-access-key": access.Proven, "iam-create-login-profile": access.Possible,
			"iam-update-login-profile": access.Possible, "iam-deactivate-mfa-update-login": access.Possible, "iam-put-user-policy-key": access.Possible,
		}},
		"no-credentials": {row("false", "false", none, none), map[string]access.StepOutcome{
			"iam-create-access-key": access.Proven, "iam-create-login-profile": access.Proven, "iam-put-user-policy-key": access.Proven,
		}},
		"two-keys": {row("false", "false", key, key), map[string]access.StepOutcome{
			"iam-delete-create-access-key": access.Proven, "iam-create-login-profile": access.Proven,
		}},
		"password": {row("true", "false", key, key), map[string]access.StepOutcome{
			"iam-delete-create-access-key": access.Proven, "iam-update-login-profile": access.Proven, "iam-deactivate-mfa-update-login": access.Proven,
		}},
		"password-and-mfa": {row("true", "true", key, key), map[string]access.StepOutcome{
			"iam-delete-create-access-key": access.Proven, "iam-update-login-profile": access.Possible, "iam-deactivate-mfa-update-login": access.Proven,
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := asUser("Allow iam:*AccessKey,iam:*LoginProfile,iam:DeactivateMFADevice,iam:PutUserPolicy " + own + "user/other").with(func(a *snapshot.Account) {
				a.Users = append(a.Users, snapshot.User{ARN: own + "user/other", Name: "other"})
				if tt.report != "" {
					a.CredentialReport = &snapshot.CredentialReport{Raw: tt.report}
				}
			})
			got := map[string]access.StepOutcome{}
			for _, step := range s.steps() {
				got[step.Technique] = step.Outcome
			}
			if fmt.Sprint(got) != fmt.Sprint(tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// What a variable stands for may look like one: in a file that somebody wrote, a tag can name itself.
func TestVariableThatNamesItself(t *testing.T) {
	s := asUser("Allow iam:PutUserPolicy " + own + "user/${aws:PrincipalTag/team}").with(func(a *snapshot.Account) {
		a.Users[0].Tags = []snapshot.Tag{{Key: "team", Value: "${aws:PrincipalTag/team}"}}
	})
	if steps := s.steps(); len(steps) > 0 {
		t.Errorf("got %v", describe(steps))
	}
}

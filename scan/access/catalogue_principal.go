package access

// What steps to a user need that the credential report would show.
const (
	needsOneKey   = "fewer than two access keys of the user"
	needsNoLogin  = "a user without a password"
	needsLogin    = "a user with a password"
	needsNoMFA    = "a user without an MFA device"
	needsUsersKey = "the user's password or access key"
)

// principalTechniques take over another user or role.
var principalTechniques = []Technique{
	{ID: "iam-create-user-attach", Name: "create a user with a managed policy and a key", Category: PrincipalAccess, Actions: []string{"iam:CreateUser", "iam:AttachUserPolicy", "iam:CreateAccessKey"}, shape: newUser},
	{ID: "iam-create-access-key", Name: "create an access key for the user", Category: PrincipalAccess, Actions: []string{"iam:CreateAccessKey"}, shape: newKey},
	{ID: "iam-delete-create-access-key", Name: "replace an access key of the user", Category: PrincipalAccess, Actions: []string{"iam:DeleteAccessKey", "iam:CreateAccessKey"}, shape: replacedKey},
	{ID: "iam-create-login-profile", Name: "give the user a password", Category: PrincipalAccess, Actions: []string{"iam:CreateLoginProfile"}, shape: newPassword},
	{ID: "iam-update-login-profile", Name: "change the user's password", Category: PrincipalAccess, Actions: []string{"iam:UpdateLoginProfile"}, shape: otherPassword},
	{ID: "iam-deactivate-mfa-update-login", Name: "turn off the user's MFA device and change the password", Category: PrincipalAccess, Actions: []string{"iam:DeactivateMFADevice", "iam:UpdateLoginProfile"}, shape: withoutMFA},
	{ID: "iam-enable-mfa-device", Name: "register an MFA device for the user", Category: PrincipalAccess, Actions: []string{"iam:CreateVirtualMFADevice", "iam:EnableMFADevice"}, Need: needsUsersKey, shape: otherMFA},
	{ID: "iam-attach-user-policy-key", Name: "attach a managed policy to a user and create a key for it", Category: PrincipalAccess, Actions: []string{"iam:AttachUserPolicy", "iam:CreateAccessKey"}, shape: changedUser},
	{ID: "iam-put-user-policy-key", Name: "write an inline policy for a user and create a key for it", Category: PrincipalAccess, Actions: []string{"iam:PutUserPolicy", "iam:CreateAccessKey"}, shape: changedUser},
	{ID: "iam-update-assume-role-policy", Name: "rewrite the role's trust policy and assume it", Category: PrincipalAccess, Actions: []string{"iam:UpdateAssumeRolePolicy"}, shape: rewrittenTrust},
	{ID: "iam-attach-role-policy-assume", Name: "attach a managed policy to a role that it may assume", Category: PrincipalAccess, Actions: []string{"iam:AttachRolePolicy"}, shape: assumedRole},
	{ID: "iam-put-role-policy-assume", Name: "write an inline policy for a role that it may assume", Category: PrincipalAccess, Actions: []string{"iam:PutRolePolicy"}, shape: assumedRole},
	{ID: "iam-create-policy-version-assume", Name: "write a new version of the policy of a role that it may assume", Category: PrincipalAccess, Actions: []string{"iam:CreatePolicyVersion"}, shape: assumedPolicy},
	{ID: "iam-delete-role-boundary-assume", Name: "remove the permissions boundary of a role that it may assume", Category: PrincipalAccess, Actions: []string{"iam:DeleteRolePermissionsBoundary"}, shape: assumedBoundary},
	{ID: "iam-attach-role-policy-trust", Name: "attach a managed policy to a role and rewrite its trust policy", Category: PrincipalAccess, Actions: []string{"iam:AttachRolePolicy", "iam:UpdateAssumeRolePolicy"}, shape: trustedRole},
	{ID: "iam-put-role-policy-trust", Name: "write an inline policy for a role and rewrite its trust policy", Category: PrincipalAccess, Actions: []string{"iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy"}, shape: trustedRole},
	{ID: "iam-create-policy-version-trust", Name: "write a new version of a role's policy and rewrite its trust policy", Category: PrincipalAccess, Actions: []string{"iam:CreatePolicyVersion", "iam:UpdateAssumeRolePolicy"}, shape: trustedPolicy},
	{ID: "iam-create-saml-provider", Name: "create a SAML provider and let the role trust it", Category: PrincipalAccess, Actions: []string{"iam:CreateSAMLProvider", "iam:UpdateAssumeRolePolicy"}, shape: rogueProvider},
	{ID: "iam-create-oidc-provider", Name: "create an OIDC provider and let the role trust it", Category: PrincipalAccess, Actions: []string{"iam:CreateOpenIDConnectProvider", "iam:UpdateAssumeRolePolicy"}, shape: rogueProvider},
	{ID: "iam-update-saml-provider", Name: "replace the metadata of the SAML provider that the role trusts", Category: PrincipalAccess, Actions: []string{"iam:UpdateSAMLProvider"}, shape: samlProvider},
	{ID: "iam-oidc-add-client-id", Name: "add an audience to the OIDC provider that the role trusts", Category: PrincipalAccess, Actions: []string{"iam:AddClientIDToOpenIDConnectProvider"}, Need: "an identity that the provider's issuer vouches for", shape: oidcProvider},
	{ID: "iam-update-oidc-thumbprint", Name: "replace the thumbprint of the OIDC provider that the role trusts", Category: PrincipalAccess, Actions: []string{"iam:UpdateOpenIDConnectProviderThumbprint"}, Need: "control over the name of the provider's issuer", shape: oidcProvider},
	{ID: "rolesanywhere-rogue-anchor", Name: "register a certificate authority of its own with Roles Anywhere", Category: PrincipalAccess, Actions: []string{"iam:PassRole", "rolesanywhere:CreateTrustAnchor", "rolesanywhere:CreateProfile"}, Service: rolesAnywhere, shape: rogueAnchor},
	{ID: "rolesanywhere-update-profile", Name: "add the role to a Roles Anywhere profile", Category: PrincipalAccess, Actions: []string{"iam:PassRole", "rolesanywhere:UpdateProfile"}, Service: rolesAnywhere, Need: "a Roles Anywhere profile, and a certificate of its trust anchor", shape: passedRole},
	{ID: "sso-create-permission-set", Name: "create a permission set and assign it", Category: PrincipalAccess, Actions: []string{"sso:CreatePermissionSet", "sso:AttachManagedPolicyToPermissionSet", "sso:CreateAccountAssignment"}, Need: directoryUser, shape: permissionSet},
	{ID: "sso-create-assignment", Name: "assign an administrator's permission set", Category: PrincipalAccess, Actions: []string{"sso:CreateAccountAssignment"}, Need: "a permission set that allows everything, and " + directoryUser, shape: permissionSet},
	{ID: "identitystore-join-group", Name: "join a group that has an administrator's permission set", Category: PrincipalAccess, Actions: []string{"identitystore:CreateGroupMembership"}, Need: "a group with a permission set that allows everything here, and " + directoryUser, shape: permissionSet},
	{ID: "identitystore-create-user", Name: "create a person in a group that has an administrator's permission set", Category: PrincipalAccess, Actions: []string{"identitystore:CreateUser", "identitystore:CreateGroupMembership"}, Need: "a group of Identity Center's own directory with a permission set that allows everything here", shape: permissionSet},

	{ID: "sts-assume-role", Name: "assume the role", Category: PrincipalAccess, Actions: []string{"sts:AssumeRole"}, Undecided: "the plain use of a trust is no technique: paths take it by themselves"},
	{ID: "organizations-assume-access-role", Name: "assume the role that the organization put into a member account", Category: PrincipalAccess, Actions: []string{"sts:AssumeRole"}, Undecided: "the plain use of a trust is no technique: paths take it by themselves"},
	{ID: "iam-create-service-credential", Name: "create a service's credential for the user", Category: PrincipalAccess, Actions: []string{"iam:CreateServiceSpecificCredential"}, Undecided: oneService},
	{ID: "iam-reset-service-credential", Name: "reset a service's credential of the user", Category: PrincipalAccess, Actions: []string{"iam:ResetServiceSpecificCredential"}, Undecided: oneService},
	{ID: "iam-upload-ssh-key", Name: "upload an SSH key for the user", Category: PrincipalAccess, Actions: []string{"iam:UploadSSHPublicKey"}, Undecided: oneService},
	{ID: "iam-upload-signing-cert", Name: "upload a signing certificate for the user", Category: PrincipalAccess, Actions: []string{"iam:UploadSigningCertificate"}, Undecided: oneService},
	{ID: "sts-assume-root", Name: "open a root session in a member account", Category: PrincipalAccess, Actions: []string{"sts:AssumeRoot"}, Undecided: elsewhere},
	{ID: "organizations-register-delegated-admin", Name: "make an account a delegated administrator", Category: PrincipalAccess, Actions: []string{"organizations:RegisterDelegatedAdministrator", "organizations:EnableAWSServiceAccess"}, Undecided: elsewhere},
	{ID: "organizations-put-resource-policy", Name: "delegate the management of control policies", Category: PrincipalAccess, Actions: []string{"organizations:PutResourcePolicy"}, Undecided: elsewhere},
	{ID: "cloudformation-stackset-service-managed", Name: "deploy a StackSet into all member accounts", Category: PrincipalAccess, Actions: []string{"cloudformation:CreateStackSet", "cloudformation:CreateStackInstances"}, Undecided: elsewhere},
}

const oneService = "it opens one service with a part of the user's rights, not all of them"

const rolesAnywhere = "rolesanywhere.amazonaws.com"

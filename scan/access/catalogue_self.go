package access

const accountLimit = "that the account can leave: it has its own payment method and contact"

// selfTechniques change what the principal itself may do.
var selfTechniques = []Technique{
	{ID: "iam-create-policy-version", Name: "write a new version of its own policy", Category: SelfEscalation, Actions: []string{"iam:CreatePolicyVersion"}, shape: ownPolicy},
	{ID: "iam-set-default-policy-version", Name: "switch its own policy to a version that allows more", Category: SelfEscalation, Actions: []string{"iam:SetDefaultPolicyVersion"}, shape: olderVersion},
	{ID: "iam-put-role-policy-self", Name: "write an inline policy for itself", Category: SelfEscalation, Actions: []string{"iam:PutRolePolicy"}, shape: ownRole},
	{ID: "iam-put-user-policy-self", Name: "write an inline policy for itself", Category: SelfEscalation, Actions: []string{"iam:PutUserPolicy"}, shape: ownUser},
	{ID: "iam-attach-user-policy-self", Name: "attach a managed policy to itself", Category: SelfEscalation, Actions: []string{"iam:AttachUserPolicy"}, shape: ownUser},
	{ID: "iam-attach-role-policy-self", Name: "attach a managed policy to itself", Category: SelfEscalation, Actions: []string{"iam:AttachRolePolicy"}, shape: ownRole},
	{ID: "iam-attach-group-policy", Name: "attach a managed policy to its own group", Category: SelfEscalation, Actions: []string{"iam:AttachGroupPolicy"}, shape: ownGroup},
	{ID: "iam-put-group-policy", Name: "write an inline policy for its own group", Category: SelfEscalation, Actions: []string{"iam:PutGroupPolicy"}, shape: ownGroup},
	{ID: "iam-add-user-to-group", Name: "join a group that is allowed more", Category: SelfEscalation, Actions: []string{"iam:AddUserToGroup"}, shape: joinGroup},
	{ID: "iam-delete-user-boundary", Name: "remove its own permissions boundary", Category: SelfEscalation, Actions: []string{"iam:DeleteUserPermissionsBoundary"}, shape: ownBoundary},
	{ID: "iam-put-user-boundary", Name: "replace its own permissions boundary", Category: SelfEscalation, Actions: []string{"iam:PutUserPermissionsBoundary"}, shape: ownBoundary},
	{ID: "iam-delete-role-boundary-self", Name: "remove its own permissions boundary", Category: SelfEscalation, Actions: []string{"iam:DeleteRolePermissionsBoundary"}, shape: ownBoundary},
	{ID: "iam-put-role-boundary", Name: "replace its own permissions boundary", Category: SelfEscalation, Actions: []string{"iam:PutRolePermissionsBoundary"}, shape: ownBoundary},
	{ID: "iam-delete-user-policy-deny", Name: "delete its own inline policy that denies", Category: SelfEscalation, Actions: []string{"iam:DeleteUserPolicy"}, shape: dropInline},
	{ID: "iam-delete-role-policy-deny", Name: "delete its own inline policy that denies", Category: SelfEscalation, Actions: []string{"iam:DeleteRolePolicy"}, shape: dropInline},
	{ID: "iam-detach-user-policy-deny", Name: "detach the managed policy that denies", Category: SelfEscalation, Actions: []string{"iam:DetachUserPolicy"}, shape: dropAttached},
	{ID: "iam-detach-role-policy-deny", Name: "detach the managed policy that denies", Category: SelfEscalation, Actions: []string{"iam:DetachRolePolicy"}, shape: dropAttached},
	{ID: "iam-remove-user-from-group-deny", Name: "leave the group whose policy denies", Category: SelfEscalation, Actions: []string{"iam:RemoveUserFromGroup"}, shape: leaveGroup},
	{ID: "iam-delete-group-policy-deny", Name: "delete its group's inline policy that denies", Category: SelfEscalation, Actions: []string{"iam:DeleteGroupPolicy"}, shape: dropGroupInline},
	{ID: "iam-detach-group-policy-deny", Name: "detach its group's managed policy that denies", Category: SelfEscalation, Actions: []string{"iam:DetachGroupPolicy"}, shape: dropGroupAttached},
	{ID: "iam-tag-self-abac", Name: "give itself the tag that a policy asks for", Category: SelfEscalation, Actions: []string{"iam:TagUser"}, shape: retag},
	{ID: "iam-tag-role-abac", Name: "give itself the tag that a policy asks for", Category: SelfEscalation, Actions: []string{"iam:TagRole"}, shape: retag},
	{ID: "iam-create-role-attach", Name: "create a role with a managed policy and assume it", Category: SelfEscalation, Actions: []string{"iam:CreateRole", "iam:AttachRolePolicy"}, shape: newRole},
	{ID: "iam-create-role-put", Name: "create a role with an inline policy and assume it", Category: SelfEscalation, Actions: []string{"iam:CreateRole", "iam:PutRolePolicy"}, shape: newRole},
	{ID: "organizations-leave", Name: "take the account out of the organization, and so from under its control policies", Category: SelfEscalation, Actions: []string{"organizations:LeaveOrganization"}, Need: accountLimit, shape: leaveOrganization},
	{ID: "sso-attach-policy-permission-set", Name: "attach a managed policy to its own permission set", Category: SelfEscalation, Actions: []string{"sso:AttachManagedPolicyToPermissionSet"}, Need: ownPermissionSet, shape: permissionSet},
	{ID: "sso-put-inline-permission-set", Name: "write the inline policy of its own permission set", Category: SelfEscalation, Actions: []string{"sso:PutInlinePolicyToPermissionSet"}, Need: ownPermissionSet, shape: permissionSet},
	{ID: "codestar-associate", Name: "create a project and join it", Category: SelfEscalation, Actions: []string{"codestar:CreateProject", "codestar:AssociateTeamMember"}, Undecided: retired},
	{ID: "organizations-detach-scp", Name: "detach a control policy", Category: SelfEscalation, Actions: []string{"organizations:DetachPolicy"}, Undecided: elsewhere},
	{ID: "organizations-update-scp", Name: "rewrite a control policy", Category: SelfEscalation, Actions: []string{"organizations:UpdatePolicy"}, Undecided: elsewhere},
	{ID: "organizations-move-account", Name: "move an account from under its control policies", Category: SelfEscalation, Actions: []string{"organizations:MoveAccount"}, Undecided: elsewhere},
}

// Why techniques have no steps.
const (
	retired   = "the service was shut down"
	elsewhere = "it changes what holds in other accounts, and nothing in the principal's own"
)

const (
	ownPermissionSet = "a permission set that is assigned to the principal's person in this account"
	directoryUser    = "Identity Center with a user whom the principal's person can sign in as"
)

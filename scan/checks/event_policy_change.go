package checks

import (
	"github.com/orgscan/orgscan/findings"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "event-policy-change",
		Group:    "event",
		Title:    "somebody changed a policy, a trust or a group",
		Severity: findings.Medium,
		Why:      "Permissions grow one small change at a time; an intruder who may change one policy gives themselves the rest.",
		Fix:      "Check each change against its ticket or pipeline, and take back what nobody ordered.",
		Blind:    eventBlind + " What the change says, and policies of other services.",
		References: []string{
			eventHistory,
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html",
		},
		Since:        "0.1.0",
		OffByDefault: true,
	},
	Needs: eventNeeds,
	Eval:  func(p *Pass) { eachEvent(p, iamEvent(policyEvents...), changes) },
})

// policyEvents change what principals may do, or who may become one.
var policyEvents = []string{
	"AddUserToGroup", "AttachGroupPolicy", "AttachRolePolicy", "AttachUserPolicy", "CreateGroup", "CreatePolicy",
	"CreatePolicyVersion", "DeleteGroup", "DeleteGroupPolicy", "DeletePolicy", "DeletePolicyVersion",
	"DeleteRolePermissionsBoundary", "DeleteRolePolicy", "DeleteUserPermissionsBoundary", "DeleteUserPolicy",
	"DetachGroupPolicy", "DetachRolePolicy", "DetachUserPolicy", "PutGroupPolicy", "PutRolePermissionsBoundary",
	"PutRolePolicy", "PutUserPermissionsBoundary", "PutUserPolicy", "RemoveUserFromGroup", "SetDefaultPolicyVersion",
	"UpdateAssumeRolePolicy", "UpdateGroup",
}

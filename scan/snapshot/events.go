package snapshot

import "time"

// LongestEventsWindow is how far back CloudTrail's event history reaches.
const LongestEventsWindow = 90 * 24 * time.Hour

// Events are those management events of a window of time that checks ask about, from CloudTrail's event history: all of
// them or, when there were too many to read, none and the section missing. Sorted by time and id.
type Events struct {
	// From and Until bound the window; Until is the start of the run.
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
	// Home is the Region in which the events of global services stand. Only sign-ins are read in the other ones.
	Home string `json:"home"`
	// Regions are those in which sign-ins were looked for, sorted; Home is always among them.
	Regions []string `json:"regions"`
	All     []Event  `json:"all,omitempty"`
}

// Event is the little that is kept of one management event: no parameters, answers or session data.
type Event struct {
	ID     string    `json:"id"`
	Name   string    `json:"name"`
	Source string    `json:"source"`
	Time   time.Time `json:"time"`
	Region string    `json:"region,omitempty"`
	// ActorType is CloudTrail's: Root, IAMUser, AssumedRole, FederatedUser, AWSService, … Actor is the ARN, or what AWS gives
	// instead of one; either may be empty.
	ActorType string `json:"actor_type,omitempty"`
	Actor     string `json:"actor,omitempty"`
	// InvokedBy is the AWS service that made the call for the actor, empty when the actor made it.
	InvokedBy string `json:"invoked_by,omitempty"`
	SourceIP  string `json:"source_ip,omitempty"`
	// ErrorCode is empty for what succeeded. A sign-in that failed has "Failure" when AWS gives no code.
	ErrorCode string `json:"error_code,omitempty"`
	// MFAUsed is "Yes" or "No" for sign-ins, and empty when AWS does not say.
	MFAUsed string `json:"mfa_used,omitempty"`
	// Target names what the call was about, such as a user's name or a policy's ARN; empty when that is not known.
	Target string `json:"target,omitempty"`
	// Status is the one that a key or another credential was given, such as Active.
	Status string `json:"status,omitempty"`
}

// Failed reports whether the call was refused or the sign-in did not succeed.
func (e *Event) Failed() bool { return e.ErrorCode != "" }

// WatchedEvents returns the names of the events that are kept, by the service that they belong to, besides sign-ins and
// what root users do. Names of one service are sorted.
func WatchedEvents() map[string][]string {
	return map[string][]string{
		"iam.amazonaws.com": {
			"AddClientIDToOpenIDConnectProvider", "AddUserToGroup", "AttachGroupPolicy", "AttachRolePolicy", "AttachUserPolicy",
			"CreateAccessKey", "CreateGroup", "CreateLoginProfile", "CreateOpenIDConnectProvider", "CreatePolicy",
			"CreatePolicyVersion", "CreateSAMLProvider", "CreateServiceSpecificCredential", "CreateUser", "DeactivateMFADevice",
			"DeleteAccountPasswordPolicy", "DeleteGroup", "DeleteGroupPolicy", "DeleteOpenIDConnectProvider", "DeletePolicy",
			"DeletePolicyVersion", "DeleteRolePermissionsBoundary", "DeleteRolePolicy", "DeleteSAMLProvider", "DeleteUser",
			"DeleteUserPermissionsBoundary", "DeleteUserPolicy", "DeleteVirtualMFADevice", "DetachGroupPolicy",
			"DetachRolePolicy", "DetachUserPolicy", "PutGroupPolicy", "PutRolePermissionsBoundary", "PutRolePolicy",
			"PutUserPermissionsBoundary", "PutUserPolicy", "RemoveUserFromGroup", "SetDefaultPolicyVersion", "UpdateAccessKey",
			"UpdateAccountPasswordPolicy", "UpdateAssumeRolePolicy", "UpdateGroup", "UpdateLoginProfile",
			"UpdateOpenIDConnectProviderThumbprint", "UpdateSAMLProvider", "UploadServerCertificate",
			"UploadSigningCertificate",
		},
		"organizations.amazonaws.com": {
			"DeletePolicy", "DetachPolicy", "EnableAWSServiceAccess", "InviteAccountToOrganization", "LeaveOrganization",
			"RegisterDelegatedAdministrator", "UpdatePolicy",
		},
		"sts.amazonaws.com":             {"AssumeRoot", "GetFederationToken"},
		"sso.amazonaws.com":             {"CreateAccountAssignment", "CreatePermissionSet", "PutInlinePolicyToPermissionSet"},
		"cloudtrail.amazonaws.com":      {"DeleteTrail", "PutEventSelectors", "StopLogging"},
		"guardduty.amazonaws.com":       {"DeleteDetector"},
		"config.amazonaws.com":          {"StopConfigurationRecorder"},
		"access-analyzer.amazonaws.com": {"DeleteAnalyzer"},
		"rolesanywhere.amazonaws.com":   {"CreateProfile", "CreateTrustAnchor"},
	}
}

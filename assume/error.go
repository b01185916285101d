package assume

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// assumeAction is the action of every Error.
const assumeAction = "sts:AssumeRole"

// The codes are orgscan's own, for what AWS need not be asked: codeRoot for a root caller, who would only be told
// AccessDenied, and codeForeign for a role ARN that is not the account's.
const (
	codeRoot    = "RootCannotAssumeRole"
	codeForeign = "RoleOfAnotherAccount"
)

// Error says why an account's role could not be assumed. AWS answers AccessDenied for a role that does not exist, a trust
// policy that does not name the caller, a wrong external id, an unmet condition and a closed account alike; Hint says
// what can be told apart and what to try.
type Error struct {
	// Account is the role's account: the target's, or the hub's when its role failed.
	Account string
	RoleARN string
	// Code is AWS's error code; empty when there was no answer.
	Code  string
	Cause findings.Cause
	// Message is a fixed phrase.
	Message string
	// State is the account's state in the organization; empty unless the holder of the error fills it in. It narrows Hint.
	State snapshot.AccountState
	// Err is the SDK's error; nil when AWS was not asked.
	Err error

	caller         Caller
	hub            string
	withExternalID bool
	policy         string
	explicit       bool
}

// Error names role and account with the fixed phrase.
func (e *Error) Error() string {
	text := "assume " + e.RoleARN + ": " + e.Message
	if e.Code != "" {
		text += " (" + e.Code + ")"
	}
	return text
}

// Unwrap returns the SDK's error.
func (e *Error) Unwrap() error { return e.Err }

// Reason is the error as a snapshot stores it.
func (e *Error) Reason() snapshot.Reason {
	return snapshot.Reason{Cause: e.Cause, Action: assumeAction, Code: e.Code, Message: e.Message}
}

// atHub reports whether it was the hub role that failed.
func (e *Error) atHub() bool { return e.hub != "" && e.RoleARN == e.hub }

// roleName is the role's name without its path.
func (e *Error) roleName() string { return e.RoleARN[strings.LastIndex(e.RoleARN, "/")+1:] }

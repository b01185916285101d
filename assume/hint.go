package assume

import (
	"errors"
	"fmt"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// Hint says what to try, ready to paste; empty when there is nothing to say but to run again.
func (e *Error) Hint() string {
	if source, ok := errors.AsType[*CredentialsError](e.Err); ok {
		return source.Hint()
	}
	switch {
	case e.Code == codeRoot:
		return "sign in as a role or user of the account instead; root users cannot assume roles"
	case e.Code == codeForeign:
		return fmt.Sprintf("name a role of the account itself: --role-in %s=NAME", e.Account)
	case expiredCodes[e.Code]:
		return (&CredentialsError{Kind: ExpiredCredentials, Code: e.Code}).Hint()
	case invalidCodes[e.Code]:
		return (&CredentialsError{Kind: InvalidCredentials, Code: e.Code}).Hint()
	case e.Cause == findings.Denied:
		return e.denialHint()
	case e.Cause == findings.Throttled:
		return "lower --concurrency, or raise --account-timeout"
	case e.Cause == findings.Timeout:
		return "raise --account-timeout, or check the way to the STS endpoint"
	}
	return codeHints[e.Code]
}

// codeHints are for the answers that have one explanation.
var codeHints = map[string]string{
	"RegionDisabledException": "STS is not active in this region for the account; use one that always is: AWS_REGION=us-east-1",
	"ValidationError": "check the role's name, and that its maximum session duration allows the one asked for; a role session " +
		"may ask for an hour at most",
	"PackedPolicyTooLarge":          "the session policy and tags are too large together: select fewer checks, send fewer tags or use --no-session-policy",
	"PackedPolicyTooLargeException": "the session policy and tags are too large together: select fewer checks, send fewer tags or use --no-session-policy",
	"MalformedPolicyDocument":       "AWS does not accept the session policy; try --no-session-policy",
	"":                              "check the way to the STS endpoint, and AWS_ENDPOINT_URL if it is set",
}

// denialHint goes from what AWS said to what it leaves open.
func (e *Error) denialHint() string {
	switch {
	case e.policy != "" && e.explicit:
		return fmt.Sprintf("%s denies sts:AssumeRole on %s explicitly; exempt the audit role in it", e.policy, e.RoleARN)
	case e.policy == policyKinds["identity-based"]:
		return fmt.Sprintf("%s lacks a permission; add this to its policy: %s", e.asker(), allowAssume(e.RoleARN))
	case e.policy != "":
		return fmt.Sprintf("%s does not allow sts:AssumeRole on %s", e.policy, e.RoleARN)
	case e.State != snapshot.StateUnknown && e.State != snapshot.StateActive:
		return fmt.Sprintf("the account is %s and cannot be entered; exclude it", e.State)
	}
	return e.openHint()
}

// openHint lists the explanations that one and the same answer leaves open, the likeliest first.
func (e *Error) openHint() string {
	text := fmt.Sprintf("does the role %s exist in account %s (--role-name, --role-in %s=NAME)? ", e.roleName(), e.Account, e.Account)
	if e.atHub() {
		text = fmt.Sprintf("does the hub role %s exist (--hub-role)? ", e.RoleARN)
	}
	if e.withExternalID {
		text += "is the external id the one in its trust policy? "
	} else {
		text += "does its trust policy want an external id (--external-id)? "
	}
	return text + "does it trust its caller? " + e.trustCommand() + " prints the trust policy it needs"
}

// asker is the ARN that AWS saw asking: the hub's, or the caller's.
func (e *Error) asker() string {
	if e.hub != "" && !e.atHub() {
		return e.hub
	}
	return e.caller.ARN
}

// trustCommand is the command for the trust policy that lets the asker in. The external id stays out of it.
func (e *Error) trustCommand() string {
	command := "orgscan role --principal " + e.asker()
	if e.withExternalID {
		command += " --external-id EXTERNAL_ID"
	}
	return command
}

func allowAssume(role string) string {
	return minified(statement{Effect: "Allow", Action: list{"sts:AssumeRole"}, Resource: list{role}})
}

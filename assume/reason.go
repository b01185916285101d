package assume

import (
	"context"
	"errors"
	"fmt"
	"net"
	"regexp"
	"strings"

	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// Reason says why a call to action, such as "iam:GetAccountSummary", failed: the one classification of SDK errors. The
// message is a fixed phrase. An error of getting the credentials names the action that failed there, sts:AssumeRole. A
// nil error is a programming error and panics.
func Reason(action string, err error) snapshot.Reason {
	if err == nil {
		panic("assume: reason of no error for " + action)
	}
	if role, ok := errors.AsType[*Error](err); ok {
		return role.Reason()
	}
	cause, message := classify(err)
	return snapshot.Reason{Cause: cause, Action: action, Code: wireCode(err), Message: message}
}

// classify orders the questions: a throttle outranks the end of the time it used up, the end of the time outranks what
// else went wrong.
func classify(err error) (findings.Cause, string) {
	var source *CredentialsError
	code := wireCode(err)
	switch {
	case throttling(err):
		return findings.Throttled, "the service kept asking for fewer requests"
	case errors.As(err, &source):
		return findings.Error, source.Error()
	case deniedCodes[code]:
		return findings.Denied, denial(err)
	case expiredCodes[code]:
		return findings.Error, "the credentials have expired"
	case invalidCodes[code]:
		return findings.Error, "the credentials were not accepted"
	}
	if cause, message, ok := ended(err); ok {
		return cause, message
	}
	return findings.Error, failure(err)
}

// ended reports on errors that say time was up or somebody stopped the sweep.
func ended(err error) (findings.Cause, string, bool) {
	var attempt *attemptTimeoutError
	var wait *waitError
	var network net.Error
	switch {
	case errors.As(err, &attempt):
		return findings.Timeout, "no answer within the time limit of an attempt", true
	case errors.As(err, &wait) && errors.Is(err, context.DeadlineExceeded):
		return findings.Timeout, "the time limit was too near to wait for the rate limiter", true
	case errors.Is(err, context.DeadlineExceeded):
		return findings.Timeout, "the time limit was reached", true
	case errors.Is(err, context.Canceled):
		return findings.Cancelled, "the sweep was stopped", true
	case errors.As(err, &network) && network.Timeout():
		return findings.Timeout, "the connection timed out", true
	}
	return "", "", false
}

// failure is the phrase for everything else.
func failure(err error) string {
	var send *smithyhttp.RequestSendError
	var name *net.DNSError
	var api smithy.APIError
	status := statusOf(err)
	switch {
	case errors.As(err, &name):
		return "the endpoint's name could not be resolved"
	case errors.As(err, &send):
		return "the connection failed"
	case status >= 500:
		return fmt.Sprintf("the service failed with HTTP %d", status)
	case undecodable(err):
		return "the answer could not be decoded"
	case errors.As(err, &api):
		return "the service refused the request"
	}
	return "the call failed"
}

// AWS ends a denial's message with the kind of policy that decided, in one of these two forms, or with nothing.
var (
	explicitDeny = regexp.MustCompile(`with an explicit deny in an? ([a-zA-Z -]{1,40}?)(?: policy|boundary|:|$)`)
	noAllow      = regexp.MustCompile(`because no ([a-zA-Z -]{1,40}?)(?: policy)? allows`)
)

// policyKinds are the kinds of policy AWS names; anything else is not repeated.
var policyKinds = map[string]string{
	"service control":  "a service control policy",
	"resource control": "a resource control policy",
	"identity-based":   "an identity-based policy",
	"resource-based":   "a resource-based policy",
	"permissions":      "a permissions boundary",
	"session":          "a session policy",
	"VPC endpoint":     "a VPC endpoint policy",
}

// denial is the phrase for an answer that the caller may not: it names the kind of policy when AWS does.
func denial(err error) string {
	kind, explicit := decider(err)
	switch {
	case kind == "":
		return "access denied"
	case explicit:
		return "access denied by an explicit deny in " + kind
	}
	return "access denied: not allowed by " + kind
}

// decider returns the kind of policy that AWS names as the reason of a denial, and whether it denies explicitly.
func decider(err error) (kind string, explicit bool) {
	var api smithy.APIError
	if !errors.As(err, &api) {
		return "", false
	}
	if m := explicitDeny.FindStringSubmatch(api.ErrorMessage()); m != nil {
		return policyKinds[trimBoundary(m[1])], true
	}
	if m := noAllow.FindStringSubmatch(api.ErrorMessage()); m != nil {
		return policyKinds[trimBoundary(m[1])], false
	}
	return "", false
}

// trimBoundary turns both spellings of AWS's "permissions boundary" into its key.
func trimBoundary(kind string) string { return strings.TrimSpace(strings.TrimSuffix(kind, "boundary")) }

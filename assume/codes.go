package assume

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"
)

// deniedCodes are the ways in which services say that the caller may not.
var deniedCodes = map[string]bool{
	"AccessDenied": true, "AccessDeniedException": true, "AccessDeniedFault": true, "AuthorizationError": true,
	"AuthorizationErrorException": true, "NotAuthorized": true, "NotAuthorizedException": true, "OptInRequired": true,
	"UnauthorizedAccess": true, "UnauthorizedException": true, "UnauthorizedOperation": true,
}

// expiredCodes and invalidCodes are answers about the credentials themselves.
var (
	expiredCodes = map[string]bool{"ExpiredToken": true, "ExpiredTokenException": true, "RequestExpired": true}
	invalidCodes = map[string]bool{
		"AuthFailure": true, "IncompleteSignature": true, "InvalidAccessKeyId": true, "InvalidClientTokenId": true,
		"InvalidSignatureException": true, "MissingAuthenticationToken": true, "SignatureDoesNotMatch": true,
		"UnrecognizedClientException": true, "InvalidToken": true,
	}
)

// unnamed is the SDK's own code for an answer in which it found none.
const unnamed = "UnknownError"

var codeForm = regexp.MustCompile(`^[A-Za-z0-9._:-]{1,80}$`)

// Code returns AWS's error code in err, "HTTP 429" for an error answer that names none, and "" when there was no answer
// or it was not an error by its status. A code that does not look like one is left out: the text comes from the network.
func Code(err error) string {
	if own, ok := errors.AsType[*Error](err); ok {
		return own.Code
	}
	return wireCode(err)
}

func wireCode(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) && api.ErrorCode() != unnamed && codeForm.MatchString(api.ErrorCode()) {
		return api.ErrorCode()
	}
	if status := statusOf(err); status >= http.StatusBadRequest {
		return fmt.Sprintf("HTTP %d", status)
	}
	return ""
}

// statusOf returns the HTTP status of the answer in err, or 0.
func statusOf(err error) int {
	var answer interface{ HTTPStatusCode() int }
	if errors.As(err, &answer) {
		return answer.HTTPStatusCode()
	}
	return 0
}

// throttling reports whether the service asked for fewer requests. A 429 is one whatever its code.
func throttling(err error) bool {
	codes := retry.ThrottleErrorCode{Codes: retry.DefaultThrottleErrorCodes}
	return codes.IsErrorThrottle(err) == aws.TrueTernary || statusOf(err) == http.StatusTooManyRequests
}

// transient reports whether another try may succeed: the connection, the time limit of the attempt, the server, or an
// answer that is not what the protocol says, such as a proxy's HTML page or a body cut short.
func transient(err error) bool {
	var timeout *attemptTimeoutError
	if errors.As(err, &timeout) || undecodable(err) || statusOf(err) >= http.StatusInternalServerError {
		return true
	}
	if (retry.RetryableErrorCode{Codes: retry.DefaultRetryableErrorCodes}).IsErrorRetryable(err) == aws.TrueTernary {
		return true
	}
	return retry.RetryableConnectionError{}.IsErrorRetryable(err) == aws.TrueTernary
}

func undecodable(err error) bool {
	var decode *smithy.DeserializationError
	var api smithy.APIError
	return errors.As(err, &decode) || errors.As(err, &api) && api.ErrorCode() == unnamed
}

// fromCredentials reports whether the failure is one of getting credentials, which has been retried where it arose.
func fromCredentials(err error) bool {
	var role *Error
	var source *CredentialsError
	return errors.As(err, &role) || errors.As(err, &source)
}

package assume

import "errors"

// CredentialsKind says what is wrong with the caller's own credentials.
type CredentialsKind uint8

// The kinds.
const (
	NoCredentials CredentialsKind = iota + 1
	ExpiredCredentials
	InvalidCredentials
)

// CredentialsError says that the caller's own credentials cannot be used. Nothing in it is secret.
type CredentialsError struct {
	Kind CredentialsKind
	// Code is AWS's error code; empty when AWS was not asked.
	Code string
	// Err is the SDK's error. It may name addresses and files; show it only when debugging.
	Err error
}

// Error is a fixed phrase with the code.
func (e *CredentialsError) Error() string {
	text := "no AWS credentials found"
	switch e.Kind {
	case ExpiredCredentials:
		text = "the AWS credentials have expired"
	case InvalidCredentials:
		text = "AWS does not accept the credentials"
	case NoCredentials:
	}
	if e.Code != "" {
		text += " (" + e.Code + ")"
	}
	return text
}

// Unwrap returns the SDK's error.
func (e *CredentialsError) Unwrap() error { return e.Err }

// Hint says what to try, ready to paste.
func (e *CredentialsError) Hint() string {
	switch {
	case e.Kind == ExpiredCredentials:
		return "sign in again, for example: aws sso login"
	case e.Kind == InvalidCredentials && e.Code == "SignatureDoesNotMatch":
		return "the secret key does not belong to the access key, or this machine's clock is wrong; try: aws sts get-caller-identity"
	case e.Kind == InvalidCredentials:
		return "the key may be deactivated or deleted, or belong to another partition than the region (AWS_REGION=cn-north-1, " +
			"us-gov-west-1); try: aws sts get-caller-identity"
	}
	return "choose a profile, for example: export AWS_PROFILE=security-audit; then: aws sts get-caller-identity"
}

// SourceExpired reports whether err means that the caller's own credentials ran out or were withdrawn: no account will
// work any more, so a sweep should stop instead of failing account by account.
func SourceExpired(err error) bool {
	if _, ok := errors.AsType[*CredentialsError](err); ok {
		return true
	}
	role, ok := errors.AsType[*Error](err)
	return ok && (expiredCodes[role.Code] || invalidCodes[role.Code])
}

package org

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// callError is a failed call with the action's name, which the SDK's error does not spell as policies do.
type callError struct {
	action string
	err    error
}

func (e *callError) Error() string { return e.action + ": " + e.err.Error() }
func (e *callError) Unwrap() error { return e.err }

// failed wraps a call's error with its action; nil stays nil.
func failed(action string, err error) error {
	if err == nil {
		return nil
	}
	return &callError{action, err}
}

// answerError is an answer that came and cannot be right; the text is a fixed phrase.
type answerError string

func (e answerError) Error() string { return string(e) }

// reasonOf classifies the error of a call.
func reasonOf(err error) snapshot.Reason {
	if part, ok := errors.AsType[*missingPartError](err); ok {
		return part.reason
	}
	var call *callError
	if !errors.As(err, &call) {
		return assume.Reason("", err)
	}
	reason := assume.Reason(call.action, call.err)
	if answer, ok := errors.AsType[answerError](err); ok {
		reason.Message = string(answer)
	}
	return reason
}

// pages calls fetch until it returns no token. A page may be empty and still have a successor, so nothing but the token
// ends the loop; a token that comes twice in a row would never end and is an error.
func pages(ctx context.Context, action string, fetch func(ctx context.Context, token *string) (next *string, err error)) error {
	var token *string
	for {
		next, err := fetch(ctx, token)
		if err != nil {
			return failed(action, err)
		}
		if aws.ToString(next) == "" {
			return nil
		}
		if aws.ToString(next) == aws.ToString(token) {
			return failed(action, answerError("the same page token came twice"))
		}
		token = next
	}
}

package collect

import (
	"errors"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// failure is a call that AWS, the network or the clock refused.
type failure struct {
	action string
	err    error
}

func (e *failure) Error() string { return e.action + ": " + e.err.Error() }
func (e *failure) Unwrap() error { return e.err }

// failed names the action in an error; nil stays nil.
func failed(action string, err error) error {
	if err == nil {
		return nil
	}
	return &failure{action, err}
}

// answerError is an answer that arrived and makes no sense. Its phrase is fixed text, never text from AWS.
type answerError struct{ action, phrase string }

func (e *answerError) Error() string { return e.action + ": " + e.phrase }

func notUnderstood(action, phrase string) error { return &answerError{action, phrase} }

// inherited is the failure of a section that another one builds on.
type inherited struct{ reason snapshot.Reason }

func (e *inherited) Error() string { return e.reason.Action + ": " + e.reason.Message }

// reasonOf says in the words of a snapshot why a collector failed. The action is for errors that name none.
func reasonOf(action string, err error) snapshot.Reason {
	if e, ok := errors.AsType[*regional](err); ok {
		r := reasonOf(action, e.err)
		r.Message = "in " + e.region + ": " + r.Message
		return r
	}
	if e, ok := errors.AsType[*inherited](err); ok {
		return e.reason
	}
	if e, ok := errors.AsType[*answerError](err); ok {
		return snapshot.Reason{Cause: findings.Error, Action: e.action, Message: e.phrase}
	}
	if e, ok := errors.AsType[*failure](err); ok {
		action = e.action
	}
	return assume.Reason(action, err)
}

package org

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// LoadError says why the account list could not be read.
type LoadError struct {
	Reason snapshot.Reason
	// Err is the SDK's error; it may name addresses and request ids.
	Err error
}

func loadError(err error) error {
	e := &LoadError{Reason: reasonOf(err), Err: assume.CallerError(err)}
	if e.NotInOrganization() {
		e.Reason.Message = "the account is in no organization"
	}
	return e
}

// Error is a fixed phrase with the action and AWS's code.
func (e *LoadError) Error() string {
	text := "read the organization: " + e.Reason.Action + ": " + e.Reason.Message
	if e.Reason.Code != "" {
		text += " (" + e.Reason.Code + ")"
	}
	return text
}

// Unwrap returns the SDK's error.
func (e *LoadError) Unwrap() error { return e.Err }

// NotInOrganization reports whether the caller's account belongs to no organization.
func (e *LoadError) NotInOrganization() bool {
	return e.Reason.Code == "AWSOrganizationsNotInUseException"
}

// Hint says what to try, ready to paste.
func (e *LoadError) Hint() string {
	const instead = "name the accounts with --accounts-file, or scan this account alone with --self"
	var source *assume.CredentialsError
	switch {
	case errors.As(e.Err, &source):
		return source.Hint()
	case e.NotInOrganization():
		return "this account is in no organization: sign in elsewhere, or scan this account alone with --self"
	case e.Reason.Cause == findings.Denied:
		return "only the management account and delegated administrators may list accounts, with organizations:ListAccounts allowed " +
			"(orgscan role prints the policy); or " + instead
	case e.Reason.Cause == findings.Throttled, e.Reason.Cause == findings.Timeout:
		return "another tool may be using up the organization's rate: run again later, or " + instead
	case e.Reason.Cause == findings.Cancelled:
		return ""
	}
	return instead
}

// UnknownError says that a filter names something that the population does not have.
type UnknownError struct {
	// Kind is "account", "organizational unit" or "tag".
	Kind string
	Name string
	// Near are up to three existing names that look like it, best first.
	Near []string
}

// Error names what was not found.
func (e *UnknownError) Error() string {
	return fmt.Sprintf("no %s %q in the population", e.Kind, e.Name)
}

// Hint lists what exists and looks like it.
func (e *UnknownError) Hint() string {
	if len(e.Near) == 0 {
		return "list what exists with: orgscan accounts"
	}
	quoted := make([]string, 0, len(e.Near))
	for _, name := range e.Near {
		quoted = append(quoted, strconv.Quote(name))
	}
	return "did you mean " + strings.Join(quoted, " or ") + "?"
}

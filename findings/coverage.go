package findings

import (
	"slices"
	"time"
)

// CoverageState says how much of one account was looked at. The zero value is not a state; every account of the
// organization gets one of the four.
type CoverageState string

// The four states. Unreachable: no session could be opened, or it was another account's. Skipped: not asked for, or
// not active; the reason says which.
const (
	Complete    CoverageState = "complete"
	Partial     CoverageState = "partial"
	Unreachable CoverageState = "unreachable"
	Skipped     CoverageState = "skipped"
)

// CoverageReason names one thing that was not looked at in an account and why. Section is empty when the account as a
// whole is meant.
type CoverageReason struct {
	Section string `json:"section,omitempty"`
	Cause   Cause  `json:"cause,omitempty"`
	Action  string `json:"action,omitempty"`
	Code    string `json:"code,omitempty"`
	// Message is a fixed phrase: no request id, address or time, so that two runs agree.
	Message string `json:"message,omitempty"`
	// Hint is what to try, ready to paste; empty when there is nothing to say.
	Hint string `json:"hint,omitempty"`
	// Exception is the id of the exception that accepts the gap; empty when none does.
	Exception string `json:"exception,omitempty"`
}

// Coverage is one account's line: every account of the organization has exactly one, whether scanned or not.
type Coverage struct {
	Account string           `json:"account"`
	Name    string           `json:"name,omitempty"`
	OU      string           `json:"ou,omitempty"`
	State   CoverageState    `json:"state"`
	Reasons []CoverageReason `json:"reasons,omitempty"`
	// Calls counts the requests sent for the account by action, such as "iam:GetAccountSummary": retries included.
	Calls map[string]int `json:"calls,omitempty"`
	// Started and Ended are the only times; zero for accounts that were not asked.
	Started time.Time `json:"started,omitzero"`
	Ended   time.Time `json:"ended,omitzero"`
}

// InScope reports whether the account was meant to be looked at.
func (c Coverage) InScope() bool { return c.State != Skipped }

// Excused reports whether everything that was not looked at is accepted by an exception. A complete account has nothing to
// accept.
func (c Coverage) Excused() bool {
	return len(c.Reasons) > 0 && !slices.ContainsFunc(c.Reasons, func(r CoverageReason) bool { return r.Exception == "" })
}

package scan

import (
	"time"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/checks"
)

// Exceptions are an exceptions file in one run. A nil one accepts nothing.
type Exceptions struct {
	list     *findings.Exceptions
	absent   map[string][]string
	narrowed bool
}

// NewExceptions returns the exceptions as they stand at asOf. Absent names, by the exception's id, what it names that does
// not exist; narrowed says that the run looks at a selection only.
func NewExceptions(list []findings.Exception, absent map[string][]string, narrowed bool, asOf time.Time) *Exceptions {
	return &Exceptions{list: findings.NewExceptions(list, asOf), absent: absent, narrowed: narrowed}
}

func (e *Exceptions) excuse(account string, reasons []findings.CoverageReason) {
	if e != nil {
		e.list.Excuse(account, reasons)
	}
}

func (e *Exceptions) apply(all []findings.Finding, reasons []findings.CoverageReason) {
	if e != nil {
		e.list.Apply(all, reasons)
	}
}

func (e *Exceptions) uses() []findings.ExceptionUse {
	if e == nil {
		return nil
	}
	return e.list.Uses()
}

// inRun returns what the checks of the run judge.
func (e *Exceptions) inRun(coverage []findings.Coverage) *checks.ExceptionsInRun {
	if e == nil {
		return nil
	}
	out := &checks.ExceptionsInRun{Narrowed: e.narrowed}
	for _, use := range e.list.Uses() {
		out.List = append(out.List, checks.ExceptionInRun{ExceptionUse: use, Absent: e.absent[use.ID], Unread: unread(use, coverage)})
	}
	return out
}

// unread reports whether an account that the exception names could not be looked at in full.
func unread(use findings.ExceptionUse, coverage []findings.Coverage) bool {
	for _, c := range coverage {
		if use.Accounts[c.Account] && c.State != findings.Complete {
			return true
		}
	}
	return false
}

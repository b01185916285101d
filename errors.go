package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xrash/smetrics"

	"github.com/orgscan/orgscan/org"
	"github.com/orgscan/orgscan/report"
	"github.com/orgscan/orgscan/scan"
	"github.com/orgscan/orgscan/scan/checks"
	"github.com/orgscan/orgscan/scan/frameworks"
)

// usageError is wrong usage or configuration: exit code 2.
type usageError struct{ message, hint string }

// Error says what was wrong.
func (e *usageError) Error() string { return e.message }

// Hint says what to try.
func (e *usageError) Hint() string { return e.hint }

// exitError carries an exit code out of a command that has said everything already.
type exitError struct{ code int }

// Error names the code.
func (e *exitError) Error() string { return fmt.Sprintf("exit code %d", e.code) }

// hinted is an error that knows what to try.
type hinted interface{ Hint() string }

// hintOf returns the outermost hint of an error, or "".
func hintOf(err error) string {
	for err != nil {
		// Walked by hand: errors.As would stop at an error whose hint is empty.
		if h, ok := err.(hinted); ok && h.Hint() != "" {
			return h.Hint()
		}
		err = errors.Unwrap(err)
	}
	return ""
}

// isUsage reports whether the user, not AWS or the machine, has to act.
func isUsage(err error) bool {
	if _, ok := errors.AsType[*usageError](err); ok {
		return true
	}
	if _, ok := errors.AsType[*checks.UnknownCheckError](err); ok {
		return true
	}
	if _, ok := errors.AsType[*frameworks.UnknownFrameworkError](err); ok {
		return true
	}
	if _, ok := errors.AsType[*scan.UnknownSectionError](err); ok {
		return true
	}
	if _, ok := errors.AsType[*scan.NotEmptyError](err); ok {
		return true
	}
	if _, ok := errors.AsType[*scan.BusyError](err); ok {
		return true
	}
	if _, ok := errors.AsType[*report.UnknownFormatError](err); ok {
		return true
	}
	_, ok := errors.AsType[*org.UnknownError](err)
	return ok
}

// oneLine makes text that may hold names from AWS safe to print on one line.
func oneLine(text string) string {
	var b strings.Builder
	for _, r := range strings.TrimSpace(text) {
		if r == '\n' {
			b.WriteString(" ")
			continue
		}
		if strconv.IsPrint(r) {
			b.WriteRune(r)
			continue
		}
		quoted := strconv.QuoteRuneToASCII(r)
		b.WriteString(quoted[1 : len(quoted)-1])
	}
	return b.String()
}

// suggest returns the known name nearest to a mistyped one, behind a prefix, or all of them.
func suggest(prefix, name string, known []string) string {
	best, distance := "", len(name)/2+1
	for _, k := range known {
		if d := smetrics.WagnerFischer(name, k, 1, 1, 1); d < distance {
			best, distance = k, d
		}
	}
	if best != "" {
		return prefix + best
	}
	sorted := slices.Clone(known)
	slices.Sort(sorted)
	return "one of: " + strings.Join(sorted, ", ")
}

// Package checks holds the checks: each one a value with its text, what it needs and a pure function, in a file of its
// own with a fixture of its own (fixtures/checks/ID.txtar).
//
// Checks call nothing, read no clock and no file, start no goroutine and handle no error: data that could not be collected
// keep Eval from being called at all, and the answer is UNKNOWN.
package checks

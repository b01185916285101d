// Package findings holds what a sweep concludes: rules, findings, coverage, their identity, their one order
// and the verdict with its exit code.
//
// It is a leaf: it knows no AWS SDK, no snapshot, no check and no output format. It does not decide whether
// something is wrong (scan/checks does) nor how it is shown (report does).
package findings

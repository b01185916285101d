// Package collect turns AWS calls into the snapshot of one account: which calls fill which section, in which order they
// run, and what makes a section missing.
//
// It does not open sessions, limit rates or repeat failed calls (assume does, in the configuration that it hands over),
// judge what it finds (scan/checks does) or parse policy documents (scan/policy does).
package collect

// Package scan runs the sweep: for each account of the population a snapshot (live, or saved by an earlier run), the
// checks on it, its findings on disk, under one bounded pool. It owns the run directory.
//
// It knows no flags, no formats and no terminal; it does not decide which accounts exist (org), how a role is assumed
// (assume), which calls are made (scan/collect) or what is wrong with an account (scan/checks).
package scan

// Package snapshot is the plain data a sweep collects: one Account per AWS account, one Organization per sweep, what is
// missing from each and why, and their JSON form on disk.
//
// It calls nothing, judges nothing and holds policy documents as text: scan/collect and org fill it, scan/policy parses
// the documents, scan/checks judges.
package snapshot

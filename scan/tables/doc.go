// Package tables derives named tables from snapshots, for people who sort and filter them, such as the credential report
// of the whole organization. A table is one file here and nothing else.
//
// It judges nothing and writes nothing: scan/checks judges, report writes. It holds one account at a time.
package tables

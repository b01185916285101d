// Package report turns what a sweep concluded into bytes, one file a format: a table for people, JSON for programs and a
// folder of CSV files for auditors.
//
// It judges nothing, reads no file and knows no check, snapshot or AWS: it is given findings in their one order and named
// tables, and a place to write to. Nothing it writes depends on when or how fast the sweep ran. Every text that AWS names
// is hostile and is escaped for the format at hand. The verdict's last line and the exit code are the program's.
package report

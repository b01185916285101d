// Package policy is the IAM policy language: it parses documents of every kind (identity, trust, boundary, service and
// resource control policies) without losing anything, and matches names against patterns.
//
// It decides nothing about accounts or findings, calls nothing and never fails: a document that is not valid is kept with
// what is wrong with it.
package policy

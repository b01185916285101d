// Package policy is the IAM policy language: it parses documents of every kind (identity, trust, boundary, service and
// resource control policies) without losing anything, matches names against patterns, and evaluates a request against
// policies to allow, deny or depends, with the statements that decide and the conditions it depends on.
//
// It gathers no policies, knows nothing of findings, calls nothing and never fails: a document that is not valid is kept
// with what is wrong with it, and what is not known makes an outcome depend.
package policy

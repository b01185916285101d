// Package access joins what an account's snapshot and its organization say about a principal (attached, inline and group
// policies, permissions boundary, service control policies) and answers what the principal can do with all of it.
//
// It reports nothing, calls nothing and changes nothing. Session policies, the policies of resources outside IAM and paths
// over other principals are not its subject: whoever can become an administrator is none yet.
package access

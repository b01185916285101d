// Package paths finds who can become an administrator by way of other principals, within an account and across the accounts
// of an organization. Extract keeps the little of an account that this needs; Build joins the accounts to a graph of
// principals, external accounts, services, identity providers and permission sets; the graph answers with paths.
//
// It decides nothing about policies itself (scan/policy does) and knows no techniques within an account (scan/access does).
// It reports nothing, calls nothing, and knows nothing of resources outside IAM.
package paths

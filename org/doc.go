// Package org reads what AWS Organizations knows, once per sweep: the accounts, the tree of organizational units, the
// control policies with their targets, delegations and the central settings; or takes the accounts from a file. It then
// selects the accounts in scope.
//
// It enters no account (assume does), reads nothing inside one (scan/collect does) and judges nothing.
package org

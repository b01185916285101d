package org

import (
	"strings"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// Below returns the ids of the accounts that stand in or below an OU, which is named as in Filter.OUs, and how many OUs lie
// between it and the root. A name that no OU has is an *UnknownError; units that were not read are an error too.
func Below(o *snapshot.Organization, name string) (accounts map[string]bool, depth int, err error) {
	in, err := units(o, []string{name})
	if err != nil {
		return nil, 0, err
	}
	accounts = map[string]bool{}
	for i := range o.Accounts {
		if in(&o.Accounts[i]) {
			accounts[o.Accounts[i].ID] = true
		}
	}
	path := name
	if id, err := findUnit(o, name); err == nil {
		path = unitNames(o)[id]
	}
	return accounts, strings.Count(path, "/"), nil
}

// FindAccount returns the id of the account with the id or the exact name. A name that no account has is an *UnknownError,
// one that several have an error too.
func FindAccount(o *snapshot.Organization, name string) (string, error) { return findAccount(o, name) }

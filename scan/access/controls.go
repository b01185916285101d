package access

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// serviceControl is the type of the policies that bound an account's principals.
const serviceControl = "SERVICE_CONTROL_POLICY"

// controls are the service control policies above the account, a slice a level from the root down to the account itself.
type controls struct {
	levels [][]*policy.Document
	// named are the levels with their names.
	named []level
	// unread is true when there may be others.
	unread bool
}

func (a *Account) readControls() *controls {
	named, unread := a.levels(serviceControl)
	return &controls{levels: documents(named), named: named, unread: unread}
}

// place returns the root, the OUs and the account itself, and false when only the account is known.
func (a *Account) place() (nodes []string, known bool) {
	entry := a.org.Account(a.account.ID)
	if entry == nil || len(entry.Parents) == 0 {
		return []string{a.account.ID}, false
	}
	return append(slices.Clone(entry.Parents), a.account.ID), true
}

// orgPath is the account's place as aws:PrincipalOrgPaths spells it; empty when it is not known.
func orgPath(o *snapshot.Organization, account string) string {
	entry := o.Account(account)
	if o.ID == "" || entry == nil || len(entry.Parents) == 0 {
		return ""
	}
	return o.ID + "/" + strings.Join(entry.Parents, "/") + "/"
}

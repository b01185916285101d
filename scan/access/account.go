package access

import (
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// Account answers for the principals of one account. Verdicts are computed when asked for and kept; it is not safe for
// several goroutines.
type Account struct {
	account *snapshot.Account
	org     *snapshot.Organization
	parse   func(text string) *policy.Document

	managed  map[string]*snapshot.ManagedPolicy
	groups   map[string]*snapshot.Group
	controls *controls
	verdicts map[string]Verdict

	steps map[string][]Step
	// leading are the principals whose rights lead to an administrator's; nil before they were looked for.
	leading  map[string]bool
	contents map[*policy.Document]*content
	// The following are filled by index.
	users map[string]*snapshot.User
	roles map[string]*snapshot.Role
	// ofService and ofProvider are the roles whose trust names a service or an identity provider.
	ofService, ofProvider map[string][]*snapshot.Role
	// credentials are the rows of the credential report by user; nil before they were read.
	credentials map[string]*snapshot.Credential
	// serviceTrusts are the decisions about which service a role lets in.
	serviceTrusts map[trustKey]answer
	// broad are managed policies that allow everything; nil before they were looked for.
	broad []string
}

// New prepares the analysis of an account. Parse reads a policy document; it may keep what it parsed. The sections
// principals and managed-documents must be there; of the organization, what is missing makes verdicts depend.
func New(account *snapshot.Account, org *snapshot.Organization, parse func(text string) *policy.Document) *Account {
	a := &Account{
		account: account, org: org, parse: parse,
		managed: account.ManagedByARN(), groups: map[string]*snapshot.Group{}, verdicts: map[string]Verdict{},
		steps: map[string][]Step{}, serviceTrusts: map[trustKey]answer{}, contents: map[*policy.Document]*content{},
	}
	for i := range account.Groups {
		a.groups[account.Groups[i].Name] = &account.Groups[i]
	}
	return a
}

// document returns the version in force of a managed policy, and false when it was not collected.
func (a *Account) document(arn string) (*policy.Document, bool) {
	m := a.managed[arn]
	if m == nil {
		return nil, false
	}
	text, ok := m.DefaultDocument()
	if !ok {
		return nil, false
	}
	return a.parse(text), true
}

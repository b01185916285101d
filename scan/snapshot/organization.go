package snapshot

import (
	"slices"
	"strings"
	"time"
)

// OrganizationSchema is the value of Organization.Schema that this version writes and reads.
const OrganizationSchema = "orgscan.organization/1"

// Organization is what is known of the organization as a whole. A section that is in Missing has its zero value.
type Organization struct {
	Schema string `json:"schema"`
	// ID is "o-…"; empty when the population came from a file or is the caller's account alone.
	ID           string    `json:"id,omitempty"`
	ARN          string    `json:"arn,omitempty"`
	ManagementID string    `json:"management_account,omitempty"`
	FeatureSet   string    `json:"feature_set,omitempty"`
	Partition    string    `json:"partition"`
	AsOf         time.Time `json:"as_of"`
	// Population says who named the accounts: "organization", "organization and file", "file" or "self".
	Population string `json:"population"`
	// CallerAccount is the account whose credentials started the run.
	CallerAccount string `json:"caller_account"`

	Missing map[Section]Reason `json:"missing,omitempty"`

	// Accounts are sorted by id.
	Accounts []OrgAccount `json:"accounts"`
	// RootID is the id of the tree's root, "r-…".
	RootID string `json:"root,omitempty"`
	// PolicyTypes are the root's policy types with their status, such as SERVICE_CONTROL_POLICY: ENABLED.
	PolicyTypes map[string]string `json:"policy_types,omitempty"`
	// OUs are sorted by id; the root is not among them.
	OUs []OU `json:"ous,omitempty"`
	// Policies are SCPs and RCPs, sorted by type and id.
	Policies    []OrgPolicy  `json:"policies,omitempty"`
	Delegations []Delegation `json:"delegations,omitempty"`
	// TrustedAccess are service principals, sorted.
	TrustedAccess []TrustedService `json:"trusted_access,omitempty"`
	// ResourcePolicy is the organization's delegation policy, decoded text; empty when there is none.
	ResourcePolicy string `json:"resource_policy,omitempty"`
	// RootAccess are the enabled features of central root access, sorted; empty when it is off.
	RootAccess []string `json:"root_access,omitempty"`

	// BillingTransfers is nil when the section was not asked for, like each of the sections below.
	BillingTransfers *BillingTransfers `json:"billing_transfers,omitempty"`
	IdentityCenter   *IdentityCenter   `json:"identity_center,omitempty"`
	// Analyzers are the organization's analyzers.
	Analyzers *AccessAnalyzer `json:"analyzers,omitempty"`
	// AnalyzerFindings and ArchiveRules are of the organization's analyzers.
	AnalyzerFindings *AnalyzerFindings `json:"analyzer_findings,omitempty"`
	ArchiveRules     *ArchiveRules     `json:"archive_rules,omitempty"`
}

// AccountState is the State of an account as Organizations names it; StateUnknown when neither State nor Status came.
type AccountState string

// The states. An account whose state is unknown is tried.
const (
	StateUnknown           AccountState = ""
	StateActive            AccountState = "ACTIVE"
	StateSuspended         AccountState = "SUSPENDED"
	StatePendingClosure    AccountState = "PENDING_CLOSURE"
	StateClosed            AccountState = "CLOSED"
	StatePendingActivation AccountState = "PENDING_ACTIVATION"
)

// OrgAccount is one account of the population.
type OrgAccount struct {
	ID     string       `json:"id"`
	ARN    string       `json:"arn,omitempty"`
	Name   string       `json:"name,omitempty"`
	Email  string       `json:"email,omitempty"`
	State  AccountState `json:"state,omitempty"`
	Joined time.Time    `json:"joined,omitzero"`
	// JoinedMethod is CREATED or INVITED.
	JoinedMethod string `json:"joined_method,omitempty"`
	// Parents are the ids from the root to the account's own OU: "r-…", "ou-…", "ou-…". Empty when not known.
	Parents []string `json:"parents,omitempty"`
	// OU is Parents in names, joined by "/": "Root/Workloads/Prod". Ids stand where a name is not known.
	OU string `json:"ou,omitempty"`
	// Owner, Environment and Tier come from the accounts file.
	Owner       string `json:"owner,omitempty"`
	Environment string `json:"environment,omitempty"`
	Tier        string `json:"tier,omitempty"`
	Tags        []Tag  `json:"tags,omitempty"`
	// Skip is why the account was left out of the sweep; empty for accounts that are swept.
	Skip string `json:"skip,omitempty"`
}

// OU is an organizational unit.
type OU struct {
	ID     string `json:"id"`
	ARN    string `json:"arn"`
	Name   string `json:"name"`
	Parent string `json:"parent"`
}

// OrgPolicy is a service or resource control policy with the roots, OUs and accounts it is attached to, sorted by id.
type OrgPolicy struct {
	ID         string         `json:"id"`
	ARN        string         `json:"arn"`
	Name       string         `json:"name"`
	Type       string         `json:"type"`
	AWSManaged bool           `json:"aws_managed,omitempty"`
	Document   string         `json:"document"`
	Targets    []PolicyTarget `json:"targets,omitempty"`
}

// PolicyTarget is a root, OU or account that a policy is attached to; Type is ROOT, ORGANIZATIONAL_UNIT or ACCOUNT.
type PolicyTarget struct {
	ID   string `json:"id"`
	Type string `json:"type"`
	Name string `json:"name,omitempty"`
}

// Delegation is one service for which an account is delegated administrator.
type Delegation struct {
	Account string    `json:"account"`
	Service string    `json:"service"`
	Since   time.Time `json:"since,omitzero"`
}

// TrustedService is a service with trusted access to the organization.
type TrustedService struct {
	Service string    `json:"service"`
	Since   time.Time `json:"since,omitzero"`
}

// Account returns the account with the id, or nil. It relies on the order of Accounts.
func (o *Organization) Account(id string) *OrgAccount {
	i, ok := slices.BinarySearchFunc(o.Accounts, id, func(a OrgAccount, id string) int { return strings.Compare(a.ID, id) })
	if !ok {
		return nil
	}
	return &o.Accounts[i]
}

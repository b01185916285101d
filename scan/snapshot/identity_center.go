package snapshot

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// IdentityCenter is the organization's instance of IAM Identity Center with the permission sets and who holds them.
type IdentityCenter struct {
	// Instance is nil when no Region has an instance of the organization; everything else is then empty.
	Instance *IdentityCenterInstance `json:"instance,omitempty"`
	// PermissionSets are sorted by ARN.
	PermissionSets []PermissionSet `json:"permission_sets,omitempty"`
	// Assignments are sorted by account, permission set and holder.
	Assignments []Assignment `json:"assignments,omitempty"`
	// Holders are the users and groups that assignments name, each once, sorted by id.
	Holders []Holder `json:"holders,omitempty"`
}

// IdentityCenterInstance is an instance of IAM Identity Center.
type IdentityCenterInstance struct {
	ARN string `json:"arn"`
	// Owner is the account that the instance belongs to.
	Owner string `json:"owner"`
	// IdentityStore is the id of the directory, "d-…".
	IdentityStore string `json:"identity_store,omitempty"`
	// Region is the home Region.
	Region string `json:"region,omitempty"`
	// Status is ACTIVE, CREATE_IN_PROGRESS, CREATE_FAILED or DELETE_IN_PROGRESS.
	Status  string    `json:"status,omitempty"`
	Created time.Time `json:"created,omitzero"`
}

// PermissionSet is a permission set: the template of the roles that IAM Identity Center makes in accounts.
type PermissionSet struct {
	ARN     string    `json:"arn"`
	Name    string    `json:"name"`
	Created time.Time `json:"created,omitzero"`
	// SessionSeconds is how long a session lasts.
	SessionSeconds int `json:"session_seconds"`
	// Inline is the inline policy, decoded text; empty when there is none.
	Inline string `json:"inline,omitempty"`
	// AWSManaged are AWS's own policies, sorted by ARN.
	AWSManaged []AttachedPolicy `json:"aws_managed,omitempty"`
	// CustomerManaged are the policies that each account must have under this name, sorted by path and name.
	CustomerManaged []PolicyReference `json:"customer_managed,omitempty"`
	// Boundary is the ARN of AWS's own policy that is the boundary; empty when there is none.
	Boundary string `json:"boundary,omitempty"`
	// CustomerBoundary is the account's own policy that is the boundary; nil when there is none.
	CustomerBoundary *PolicyReference `json:"customer_boundary,omitempty"`
	// Provisioned are the accounts that have a role for the permission set, sorted.
	Provisioned []string `json:"provisioned,omitempty"`
}

// PolicyReference names a customer managed policy in whatever account.
type PolicyReference struct {
	// Path begins and ends with a slash.
	Path string `json:"path"`
	Name string `json:"name"`
}

// The types of holders.
const (
	HolderUser  = "USER"
	HolderGroup = "GROUP"
)

// Assignment gives a permission set in an account to a user or group of the directory.
type Assignment struct {
	Account string `json:"account"`
	// PermissionSet is its ARN.
	PermissionSet string `json:"permission_set"`
	// Holder is the id in the directory; HolderType is USER or GROUP.
	Holder     string `json:"holder"`
	HolderType string `json:"holder_type"`
}

// Holder is a user or group of the directory. Gone is true when the directory does not know the id any more; Name is then
// empty.
type Holder struct {
	ID   string `json:"id"`
	Type string `json:"type"`
	Name string `json:"name,omitempty"`
	Gone bool   `json:"gone,omitempty"`
}

// SSOInstances are the instances of IAM Identity Center that belong to the account itself.
type SSOInstances struct {
	// Instances are sorted by ARN; empty when the account has none.
	Instances []IdentityCenterInstance `json:"instances,omitempty"`
}

// PermissionSet returns the permission set with the ARN, or nil.
func (c *IdentityCenter) PermissionSet(arn string) *PermissionSet {
	i := slices.IndexFunc(c.PermissionSets, func(s PermissionSet) bool { return s.ARN == arn })
	if i < 0 {
		return nil
	}
	return &c.PermissionSets[i]
}

func sortIdentityCenter(c *IdentityCenter) {
	if c == nil {
		return
	}
	by(c.PermissionSets, func(s PermissionSet) string { return s.ARN })
	for i := range c.PermissionSets {
		s := &c.PermissionSets[i]
		by(s.AWSManaged, func(p AttachedPolicy) string { return p.ARN })
		by(s.CustomerManaged, func(p PolicyReference) string { return p.Path + p.Name })
		slices.Sort(s.Provisioned)
	}
	slices.SortStableFunc(c.Assignments, func(a, b Assignment) int {
		return cmp.Or(strings.Compare(a.Account, b.Account), strings.Compare(a.PermissionSet, b.PermissionSet), strings.Compare(a.Holder, b.Holder))
	})
	by(c.Holders, func(h Holder) string { return h.ID })
}

package access

import (
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// Sight says what is known of the policy that a resource itself may have. The zero value is the cautious Unseen.
type Sight uint8

// The sights.
const (
	// Unseen is for resources that may have a policy of their own, which is not collected.
	Unseen Sight = iota
	// Seen is for roles whose trust policy is there.
	Seen
	// Lost is for roles whose trust policy should be there and could not be read.
	Lost
	// Nothing is for resources that have no policy of their own that matters for the action.
	Nothing
)

// String returns the sight as reports name it: "unseen", "seen", "missing" or "none".
func (s Sight) String() string {
	return [...]string{"unseen", "seen", "missing", "none"}[min(s, Nothing)]
}

// Target is a resource, with what decides on its side: its own policy and the resource control policies above it.
type Target struct {
	// ARN is the resource's ARN, or Any.
	ARN string
	// Account owns the resource; empty when its ARN names none, and then the caller's account counts.
	Account string
	Sight   Sight

	name   string
	trust  *policy.Document
	member bool
	rcps   []level
	unread bool
}

// NewTarget prepares a resource, an ARN without wildcards or Any, for questions about one action. Of a role that is to be
// assumed, Trust or Lose says what its trust policy is.
func NewTarget(org *snapshot.Organization, arn, action string, parse func(text string) *policy.Document) *Target {
	t := &Target{ARN: arn, Account: ownerOf(arn)}
	service, _, _ := strings.Cut(strings.ToLower(action), ":")
	if !Assumes(action) && (service == "iam" || service == "sts") {
		t.Sight = Nothing
	}
	if t.Account != "" {
		t.owned(org, t.Account, parse)
	}
	return t
}

// owned fills in what follows from the account.
func (t *Target) owned(org *snapshot.Organization, account string, parse func(text string) *policy.Document) {
	t.Account, t.member = account, org.Account(account) != nil
	t.rcps, t.unread = New(&snapshot.Account{ID: account}, org, parse).levels(resourceControl)
	if !t.member && org.ID != "" {
		t.rcps, t.unread = nil, true
	}
}

// Own says which account owns a resource whose ARN names none.
func (t *Target) Own(org *snapshot.Organization, account string, parse func(text string) *policy.Document) {
	if t.Account == "" && t.ARN != Any {
		t.owned(org, account, parse)
	}
}

// Ownerless reports whether the resource is taken for the caller's account's, because its ARN names none.
func (t *Target) Ownerless() bool { return t.Account == "" && t.ARN != Any && t.Sight == Unseen }

// Trust gives a role its trust policy.
func (t *Target) Trust(role *snapshot.Role, parse func(text string) *policy.Document) {
	t.Sight, t.trust, t.name = Seen, parse(role.Trust), "trust policy of role "+role.Name
}

// Lose says that the trust policy of the role could not be read; name says whose it is, and why.
func (t *Target) Lose(name string) { t.Sight, t.name = Lost, name }

// Assumes reports whether an action is decided by the trust policy of a role.
func Assumes(action string) bool {
	switch strings.ToLower(action) {
	case "sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity", "sts:tagsession", "sts:setsourceidentity":
		return true
	}
	return false
}

// ownerOf returns the account that an ARN names, "" when it names none. AWS's own managed policies belong to nobody.
func ownerOf(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 || !isAccountID(parts[4]) {
		return ""
	}
	return parts[4]
}

func isAccountID(text string) bool {
	return len(text) == 12 && strings.Trim(text, "0123456789") == ""
}

package findings

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strings"
)

// Finding is the outcome of one check: for Fail, Unknown and Manual one per resource, for Pass and NotApplicable one
// per account and check with a Count. Fields that are empty are absent in JSON.
type Finding struct {
	// Fingerprint identifies the finding across runs; see Identify.
	Fingerprint string `json:"fingerprint"`
	// Group is the same for the same problem in another account.
	Group string `json:"group"`
	// Check is the rule's id.
	Check string `json:"check"`
	// Title is the rule's title.
	Title    string   `json:"title"`
	Status   Status   `json:"status"`
	Severity Severity `json:"severity"`
	// Account is the twelve-digit id. Findings about the organization itself carry the management account's id.
	Account     string `json:"account"`
	AccountName string `json:"account_name,omitempty"`
	// OU is the path of names from the root, for example "Root/Workloads/Prod".
	OU    string `json:"ou,omitempty"`
	Owner string `json:"owner,omitempty"`
	// Resource is an ARN. Findings about an account as a whole carry its root ARN.
	Resource string `json:"resource"`
	// Detail is the key of a part of the resource: a key's creation time, a policy's name. Never prose or an index.
	Detail string `json:"detail,omitempty"`
	// Message is one sentence for people. It is not part of the identity.
	Message string `json:"message,omitempty"`
	// Count is the number of resources that a Pass or NotApplicable line stands for; 0 elsewhere.
	Count    int        `json:"count,omitempty"`
	Evidence []Evidence `json:"evidence,omitempty"`
	// Controls are those of the rule.
	Controls    []string `json:"controls,omitempty"`
	FirstSeen   string   `json:"first_seen,omitempty"`
	CarriedFrom string   `json:"carried_from,omitempty"`
	Exception   string   `json:"exception,omitempty"`
	// Unknown says why the check could not be evaluated; nil unless Status is Unknown.
	Unknown *Reason `json:"unknown,omitempty"`
}

// Evidence is one fact behind a finding, in the order in which the check states them.
type Evidence struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// CausedBy is the name of the evidence whose value is the check that reports the cause of a finding, on the same resource.
const CausedBy = "caused_by"

// Cause returns the check that reports what causes the finding; empty when it stands for itself.
func (f *Finding) Cause() string {
	for _, e := range f.Evidence {
		if e.Name == CausedBy {
			return e.Value
		}
	}
	return ""
}

// Cause is why something could not be looked at.
type Cause string

// The causes. NotCollected means that the data were never asked for, for example an account that a saved run lacks.
const (
	Denied       Cause = "denied"
	Throttled    Cause = "throttled"
	Timeout      Cause = "timeout"
	Cancelled    Cause = "cancelled"
	Error        Cause = "error"
	NotCollected Cause = "not-collected"
)

// Reason says which call kept a check from being evaluated. Action and Code are AWS's own words, such as
// "iam:GetAccountSummary" and "AccessDenied"; both may be empty when no call was made.
type Reason struct {
	Cause  Cause  `json:"cause"`
	Action string `json:"action,omitempty"`
	Code   string `json:"code,omitempty"`
}

// scheme is hashed into every fingerprint: changing what goes in means changing it.
const scheme = "orgscan/v1"

// Identify sets Fingerprint and Group. The fingerprint is the first 128 bits of a SHA-256 over the length-prefixed
// check, account, resource and detail. The group leaves the account id out, also where it stands inside the resource,
// and adds document: the canonical hash of the policy text the finding rests on, empty when it rests on none.
func (f *Finding) Identify(document string) {
	f.Fingerprint = digest(scheme, f.Check, f.Account, f.Resource, f.Detail)
	resource := f.Resource
	if f.Account != "" {
		resource = strings.ReplaceAll(resource, f.Account, "")
	}
	f.Group = digest(scheme, "group", f.Check, f.Status.String(), resource, f.Detail, document)
}

// GroupBy sets Group to that of all findings of the check and status with the same key, in whatever account and of whatever
// resource: for things that happen many times, of which people want to see one line. It comes after Identify.
func (f *Finding) GroupBy(key string) {
	f.Group = digest(scheme, "group-by", f.Check, f.Status.String(), key)
}

// digest hashes parts with their lengths, so that no two different lists of parts hash alike.
func digest(parts ...string) string {
	h := sha256.New()
	var size [8]byte
	for _, part := range parts {
		binary.BigEndian.PutUint64(size[:], uint64(len(part)))
		h.Write(size[:])
		h.Write([]byte(part))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// Compare is the one order of findings everywhere: account, check, resource, detail. Two findings of one sweep never
// compare equal.
func Compare(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(a.Account, b.Account),
		cmp.Compare(a.Check, b.Check),
		cmp.Compare(a.Resource, b.Resource),
		cmp.Compare(a.Detail, b.Detail),
		cmp.Compare(a.Status, b.Status),
		cmp.Compare(a.Message, b.Message),
	)
}

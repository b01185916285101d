package policy

// Policies are the policies that a request meets. What is nil does not exist; what could not be looked at is in Unread.
type Policies struct {
	// Identity are the caller's policies: attached, inline and those of a user's groups.
	Identity []*Document
	// Boundary is the caller's permissions boundary, nil for none.
	Boundary *Document
	// Session are the policies given when the session was made, nil for none.
	Session []*Document
	// Resource is the resource's policy: a role's trust policy, a bucket policy. Nil for none.
	Resource *Document
	// SCPs and RCPs have one slice a level, from the root down to the account: the caller's for SCPs, the resource's for
	// RCPs. Nil means that none hold (no organization, or the type is off); a level of SCPs without a document allows nothing.
	SCPs, RCPs [][]*Document
	// Unread are the kinds of which at least one document could not be looked at. They make the outcome depend unless the
	// rest decides it.
	Unread []Kind
}

// Evaluate decides a request by AWS's rules: an explicit Deny anywhere wins; RCPs, the levels of SCPs, boundary and session
// policies must let it through; the identity or the resource policy must allow it, across accounts both. It never fails and
// takes time proportional to the sizes of documents and names.
//
// A role's trust policy and a KMS key's policy must always allow; one of the caller's own account that names the caller
// itself needs no identity policy, one that names the account does.
func Evaluate(r Request, p Policies) Decision { return Decision{Because: []Reason{}} }

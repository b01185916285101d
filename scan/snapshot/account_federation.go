package snapshot

import "time"

// AccountFederation says whether the account vouches for its principals elsewhere, and who asked to act inside.
type AccountFederation struct {
	// Outbound is true when principals of the account can get web identity tokens that other services accept.
	Outbound bool `json:"outbound,omitempty"`
	// Issuer is the URL that those tokens name; empty when the feature was never turned on.
	Issuer string `json:"issuer,omitempty"`
	// Requests are sorted by id.
	Requests []DelegationRequest `json:"requests,omitempty"`
}

// DelegationRequest asks for a session in the account that somebody else may use for a while.
type DelegationRequest struct {
	ID string `json:"id"`
	// State is UNASSIGNED, ASSIGNED, PENDING_APPROVAL, ACCEPTED, FINALIZED, REJECTED, EXPIRED or one that is newer.
	State string `json:"state"`
	// Requestor is the id of the account that asks; Name is what it calls itself.
	Requestor string `json:"requestor"`
	Name      string `json:"name,omitempty"`
	// Owner is the ARN of the principal in the account that took the request up.
	Owner   string    `json:"owner,omitempty"`
	Created time.Time `json:"created"`
	// Expires is when the state ends by itself; zero when AWS does not say.
	Expires time.Time `json:"expires,omitzero"`
}

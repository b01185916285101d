package snapshot

import "time"

// BillingTransfers are the agreements by which another organization manages the bills of this one.
type BillingTransfers struct {
	// Outbound are sorted by ARN.
	Outbound []BillingTransfer `json:"outbound,omitempty"`
}

// BillingTransfer is one agreement, or an invitation to one.
type BillingTransfer struct {
	ARN  string `json:"arn"`
	Name string `json:"name,omitempty"`
	// Status is REQUESTED, ACCEPTED, DECLINED, CANCELED, EXPIRED, WITHDRAWN or one that is newer.
	Status string `json:"status"`
	// Manager is the id of the other organization's management account.
	Manager string    `json:"manager"`
	Start   time.Time `json:"start,omitzero"`
	// End is zero for an agreement without end.
	End time.Time `json:"end,omitzero"`
}

package snapshot

// Contacts is whom AWS reaches about the account, cut down to what can be judged: names, titles, phone numbers and streets
// are never kept.
type Contacts struct {
	// Security is the address of the alternate contact for security; empty when there is no such contact.
	Security string `json:"security,omitempty"`
	// Billing is the address of the alternate contact for billing; empty when there is none, and when there is none for
	// security, because then nothing is compared with it.
	Billing string `json:"billing,omitempty"`
	// Empty are the fields of the primary contact that hold nothing, as AWS names them, of those that AWS asks everybody
	// for. Sorted.
	Empty []string `json:"empty,omitempty"`
	// Filler are those fields that hold a text which cannot be an answer, such as "n/a" or a row of zeros. Sorted.
	Filler []string `json:"filler,omitempty"`
}

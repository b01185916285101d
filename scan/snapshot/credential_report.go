package snapshot

import "time"

// CredentialReport is IAM's credential report of one account, the rows sorted by user as AWS sorts them.
type CredentialReport struct {
	// Generated is when AWS made the report: up to four hours before it was read, or more when Generate was throttled out.
	// It is zero when a file held the report without its date.
	Generated time.Time `json:"generated"`
	// Raw is the CSV text as AWS sent it: the auditor's evidence.
	Raw string `json:"raw"`
}

// RootUser is how the report names the root user.
const RootUser = "<root_account>"

// Tri is a value of the report that may be absent. The zero value is TriUnknown.
type Tri uint8

// The values: TriUnknown covers "N/A", "not_supported" and "no_information".
const (
	TriUnknown Tri = iota
	TriFalse
	TriTrue
)

// Credential is one row of the report, parsed. Times are zero when the report names none.
type Credential struct {
	User    string
	ARN     string
	Created time.Time
	// PasswordEnabled is TriUnknown for a root user in partitions and accounts where AWS does not say.
	PasswordEnabled     Tri
	PasswordLastUsed    time.Time
	PasswordLastChanged time.Time
	MFAActive           bool
	Keys                [2]CredentialKey
	Certs               [2]CredentialCert
	// Additional is the text of the column additional_credentials_info; empty in reports without it.
	Additional string
}

// CredentialKey is an access key as the report shows it. Which of the two slots a key has can change: identify it by
// Rotated, never by the slot.
type CredentialKey struct {
	Active bool
	// Rotated is when the key was made; zero when there is no key in the slot. An inactive key keeps its date.
	Rotated         time.Time
	LastUsed        time.Time
	LastUsedRegion  string
	LastUsedService string
}

// Exists reports whether there is a key at all, active or not.
func (k CredentialKey) Exists() bool { return k.Active || !k.Rotated.IsZero() }

// CredentialCert is an X.509 signing certificate as the report shows it.
type CredentialCert struct {
	Active  bool
	Rotated time.Time
}

// Exists reports whether there is a certificate at all, active or not.
func (c CredentialCert) Exists() bool { return c.Active || !c.Rotated.IsZero() }

// IsRoot reports whether the row is the root user's.
func (c *Credential) IsRoot() bool { return c.User == RootUser }

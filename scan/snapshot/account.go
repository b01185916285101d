package snapshot

import "time"

// AccountSchema is the value of Account.Schema that this version writes and reads.
const AccountSchema = "orgscan.account/1"

// Account is everything collected from one AWS account. A section that is in Missing has its zero value; a section that
// is neither was found empty.
type Account struct {
	Schema string `json:"schema"`
	// ID is twelve digits, leading zeros kept.
	ID string `json:"id"`
	// Partition is "aws", "aws-cn", "aws-us-gov" or another.
	Partition string `json:"partition"`
	// AsOf is the start of the run: the only clock that checks know.
	AsOf time.Time `json:"as_of"`
	// AuditRole is the role that was assumed, as its ARN names it behind "role/": "OrgScanAudit", "audit/OrgScanAudit". It
	// is empty when the caller's own credentials were used.
	AuditRole string `json:"audit_role,omitempty"`

	Missing map[Section]Reason `json:"missing,omitempty"`

	Identity           *Identity                   `json:"identity,omitempty"`
	CredentialReport   *CredentialReport           `json:"credential_report,omitempty"`
	Users              []User                      `json:"users,omitempty"`
	Groups             []Group                     `json:"groups,omitempty"`
	Roles              []Role                      `json:"roles,omitempty"`
	Policies           []ManagedPolicy             `json:"policies,omitempty"`
	ManagedDocuments   []ManagedPolicy             `json:"managed_documents,omitempty"`
	Summary            map[string]int              `json:"summary,omitempty"`
	PasswordPolicy     *PasswordPolicy             `json:"password_policy,omitempty"`
	Aliases            []string                    `json:"aliases,omitempty"`
	VirtualMFA         []VirtualMFADevice          `json:"virtual_mfa,omitempty"`
	ServerCertificates []ServerCertificate         `json:"server_certificates,omitempty"`
	SAML               []SAMLProvider              `json:"saml,omitempty"`
	OIDC               []OIDCProvider              `json:"oidc,omitempty"`
	ServiceCredentials []ServiceSpecificCredential `json:"service_credentials,omitempty"`
	// SSHKeys holds the users that were asked about, each with its keys or the reason why they are not known.
	SSHKeys []UserSSHKeys `json:"ssh_keys,omitempty"`
	// SSHKeysAsked is "empty-users" when only users without any other credential were asked about, "all" when all were,
	// and empty when the section was not collected.
	SSHKeysAsked string `json:"ssh_keys_asked,omitempty"`

	// Regions is nil when no regional section was asked for, like each of the sections below when it was not.
	Regions           *Regions           `json:"regions,omitempty"`
	Contacts          *Contacts          `json:"contacts,omitempty"`
	AccountFederation *AccountFederation `json:"account_federation,omitempty"`
	Events            *Events            `json:"events,omitempty"`
	LastAccessed      *LastAccessed      `json:"last_accessed,omitempty"`
	Instances         *Instances         `json:"instances,omitempty"`
	LoadBalancers     *LoadBalancers     `json:"load_balancers,omitempty"`
	// AccessAnalyzer are the account's own analyzers. Regions that an analyzer of the organization covers are left out when
	// nothing else was to be learned there.
	AccessAnalyzer *AccessAnalyzer `json:"access_analyzer,omitempty"`
	// AnalyzerFindings and ArchiveRules are of the account's own analyzers.
	AnalyzerFindings *AnalyzerFindings `json:"analyzer_findings,omitempty"`
	ArchiveRules     *ArchiveRules     `json:"archive_rules,omitempty"`
	Trails           *Trails           `json:"trails,omitempty"`
	Recorders        *Recorders        `json:"recorders,omitempty"`
	Detectors        *Detectors        `json:"detectors,omitempty"`
	RolesAnywhere    *RolesAnywhere    `json:"roles_anywhere,omitempty"`
	// SSOInstances are the account's own instances of IAM Identity Center.
	SSOInstances *SSOInstances `json:"sso_instances,omitempty"`
}

// RootARN returns the ARN that stands for the account as a whole and for its root user.
func (a *Account) RootARN() string { return "arn:" + a.Partition + ":iam::" + a.ID + ":root" }

// Identity is the answer of sts:GetCallerIdentity in the account.
type Identity struct {
	Account string `json:"account"`
	ARN     string `json:"arn"`
}

// Tag is a tag as AWS stores it.
type Tag struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// InlinePolicy is a policy embedded in a principal. Document is decoded text, kept also when it is not valid JSON.
type InlinePolicy struct {
	Name     string `json:"name"`
	Document string `json:"document"`
}

// AttachedPolicy names a managed policy.
type AttachedPolicy struct {
	Name string `json:"name"`
	ARN  string `json:"arn"`
}

// User is an IAM user, sorted by ARN like all principals; its inline policies by name, attached ones by ARN, groups by
// name, tags by key.
type User struct {
	ARN      string           `json:"arn"`
	ID       string           `json:"id"`
	Name     string           `json:"name"`
	Path     string           `json:"path"`
	Created  time.Time        `json:"created"`
	Groups   []string         `json:"groups,omitempty"`
	Inline   []InlinePolicy   `json:"inline,omitempty"`
	Attached []AttachedPolicy `json:"attached,omitempty"`
	Boundary string           `json:"boundary,omitempty"`
	Tags     []Tag            `json:"tags,omitempty"`
}

// Group is an IAM group. Members are known from User.Groups.
type Group struct {
	ARN      string           `json:"arn"`
	ID       string           `json:"id"`
	Name     string           `json:"name"`
	Path     string           `json:"path"`
	Created  time.Time        `json:"created"`
	Inline   []InlinePolicy   `json:"inline,omitempty"`
	Attached []AttachedPolicy `json:"attached,omitempty"`
}

// Role is an IAM role.
type Role struct {
	ARN     string    `json:"arn"`
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Path    string    `json:"path"`
	Created time.Time `json:"created"`
	// Trust is the trust policy, decoded text.
	Trust            string            `json:"trust"`
	Inline           []InlinePolicy    `json:"inline,omitempty"`
	Attached         []AttachedPolicy  `json:"attached,omitempty"`
	Boundary         string            `json:"boundary,omitempty"`
	Tags             []Tag             `json:"tags,omitempty"`
	InstanceProfiles []InstanceProfile `json:"instance_profiles,omitempty"`
	// LastUsed is zero when AWS reports no use in its tracking period of 400 days.
	LastUsed       time.Time `json:"last_used,omitzero"`
	LastUsedRegion string    `json:"last_used_region,omitempty"`
}

// InstanceProfile is an EC2 instance profile that holds the role.
type InstanceProfile struct {
	ARN  string `json:"arn"`
	Name string `json:"name"`
}

// ManagedPolicy is a customer managed policy, or an AWS managed one that is in use. Versions are newest first.
type ManagedPolicy struct {
	ARN              string          `json:"arn"`
	ID               string          `json:"id"`
	Name             string          `json:"name"`
	Path             string          `json:"path"`
	Created          time.Time       `json:"created,omitzero"`
	Updated          time.Time       `json:"updated,omitzero"`
	Attachments      int             `json:"attachments"`
	BoundaryUses     int             `json:"boundary_uses"`
	DefaultVersionID string          `json:"default_version"`
	Versions         []PolicyVersion `json:"versions"`
}

// PolicyVersion is one retained version of a managed policy. Document is decoded text.
type PolicyVersion struct {
	ID       string    `json:"id"`
	Created  time.Time `json:"created,omitzero"`
	Default  bool      `json:"default,omitempty"`
	Document string    `json:"document"`
}

// DefaultDocument returns the text of the version in force, and false when it is not among the versions.
func (p *ManagedPolicy) DefaultDocument() (string, bool) {
	for _, v := range p.Versions {
		if v.Default {
			return v.Document, true
		}
	}
	return "", false
}

// ManagedByARN returns the managed policies by ARN. One whose version in force did not come with the principals was fetched
// by itself: of the two, the one that holds that version counts.
func (a *Account) ManagedByARN() map[string]*ManagedPolicy {
	byARN := map[string]*ManagedPolicy{}
	for _, list := range [][]ManagedPolicy{a.Policies, a.ManagedDocuments} {
		for i := range list {
			m := &list[i]
			if known := byARN[m.ARN]; known == nil || !known.hasDefault() && m.hasDefault() {
				byARN[m.ARN] = m
			}
		}
	}
	return byARN
}

func (p *ManagedPolicy) hasDefault() bool {
	_, ok := p.DefaultDocument()
	return ok
}

// AWSManaged reports whether AWS owns the policy: the account field of its ARN is "aws".
func (p *ManagedPolicy) AWSManaged() bool { return awsManaged(p.ARN) }

// PasswordPolicy is the account's password policy. Set is false when the account has none of its own, so that AWS's
// default applies; the other fields are then zero. MaxAgeDays and Reuse are 0 when the policy does not ask for them.
type PasswordPolicy struct {
	Set                bool `json:"set"`
	MinLength          int  `json:"min_length,omitempty"`
	RequireUppercase   bool `json:"require_uppercase,omitempty"`
	RequireLowercase   bool `json:"require_lowercase,omitempty"`
	RequireSymbols     bool `json:"require_symbols,omitempty"`
	RequireNumbers     bool `json:"require_numbers,omitempty"`
	AllowUsersToChange bool `json:"allow_users_to_change,omitempty"`
	ExpirePasswords    bool `json:"expire_passwords,omitempty"`
	HardExpiry         bool `json:"hard_expiry,omitempty"`
	MaxAgeDays         int  `json:"max_age_days,omitempty"`
	Reuse              int  `json:"reuse,omitempty"`
}

// VirtualMFADevice is an assigned virtual MFA device. UserARN is the root ARN for the root user's.
type VirtualMFADevice struct {
	SerialNumber string    `json:"serial_number"`
	UserARN      string    `json:"user_arn"`
	Enabled      time.Time `json:"enabled,omitzero"`
}

// ServerCertificate is a TLS certificate kept in IAM.
type ServerCertificate struct {
	ARN      string    `json:"arn"`
	ID       string    `json:"id"`
	Name     string    `json:"name"`
	Uploaded time.Time `json:"uploaded"`
	Expires  time.Time `json:"expires"`
}

// SAMLProvider is a SAML identity provider; ValidUntil is zero when its metadata name no end.
type SAMLProvider struct {
	ARN        string    `json:"arn"`
	Created    time.Time `json:"created"`
	ValidUntil time.Time `json:"valid_until,omitzero"`
	// Certificates are those that sign assertions, of the metadata; nil for the providers of IAM Identity Center, which AWS
	// looks after itself. Sorted by fingerprint.
	Certificates []SAMLCertificate `json:"certificates,omitempty"`
}

// SAMLCertificate is a certificate that a SAML provider signs with.
type SAMLCertificate struct {
	// Fingerprint is the SHA-256 of the certificate, in hexadecimal.
	Fingerprint string `json:"fingerprint"`
	// Ends is when its validity ends; zero when it is not a certificate that can be read.
	Ends time.Time `json:"ends,omitzero"`
}

// OIDCProvider is an OpenID Connect provider; its issuer is the end of the ARN.
type OIDCProvider struct {
	ARN string `json:"arn"`
}

// ServiceSpecificCredential is a long-term credential for one service, such as a Bedrock API key. Expires is zero when it
// never ends. No secret part is ever collected.
type ServiceSpecificCredential struct {
	ID      string    `json:"id"`
	User    string    `json:"user"`
	Service string    `json:"service"`
	Status  string    `json:"status"`
	Created time.Time `json:"created"`
	Expires time.Time `json:"expires,omitzero"`
}

// Active reports whether the credential's status is Active.
func (c ServiceSpecificCredential) Active() bool { return c.Status == "Active" }

// UserSSHKeys holds one user's SSH public keys, or the reason why they could not be read.
type UserSSHKeys struct {
	User    string   `json:"user"`
	Keys    []SSHKey `json:"keys,omitempty"`
	Missing *Reason  `json:"missing,omitempty"`
}

// SSHKey is the metadata of an SSH public key.
type SSHKey struct {
	ID       string    `json:"id"`
	Status   string    `json:"status"`
	Uploaded time.Time `json:"uploaded"`
}

package checks

// Params are the thresholds and allow-lists that checks judge by. Ages are whole days, counted from the snapshot's as-of
// time. The yaml names are the keys of the configuration file.
type Params struct {
	// AccessKeyMaxAge is when an active access key is due for rotation (CIS AWS Foundations 7.0, 2.12).
	AccessKeyMaxAge int `yaml:"access_key_max_age" json:"access_key_max_age"`
	// AccessKeyStaleAge is when an old access key becomes a high finding.
	AccessKeyStaleAge int `yaml:"access_key_stale_age" json:"access_key_stale_age"`
	// CredentialUnusedAge is how long a password or key may go unused (CIS AWS Foundations 7.0, 2.11).
	CredentialUnusedAge int `yaml:"credential_unused_age" json:"credential_unused_age"`
	// InitialKeyGrace is how long a key made with its user may go unused before it counts.
	InitialKeyGrace int `yaml:"initial_key_grace" json:"initial_key_grace"`
	// InactiveKeyMaxAge is when an inactive access key should have been deleted.
	InactiveKeyMaxAge int `yaml:"inactive_key_max_age" json:"inactive_key_max_age"`
	// UserInactiveAge is how long a user may go without any activity.
	UserInactiveAge int `yaml:"user_inactive_age" json:"user_inactive_age"`
	// PasswordMaxAge is when a password counts as old.
	PasswordMaxAge int `yaml:"password_max_age" json:"password_max_age"`
	// SigningCertMaxAge is when an X.509 signing certificate is due for rotation.
	SigningCertMaxAge int `yaml:"signing_cert_max_age" json:"signing_cert_max_age"`
	// ServiceCredentialMaxAge is how old a service-specific credential may get.
	ServiceCredentialMaxAge int `yaml:"service_credential_max_age" json:"service_credential_max_age"`
	// RootUsedWithin is how many days back a use of the root user is reported.
	RootUsedWithin int `yaml:"root_used_within" json:"root_used_within"`
	// RootKeyMaxAge is when a root access key is due for rotation.
	RootKeyMaxAge int `yaml:"root_key_max_age" json:"root_key_max_age"`
	// RootPasswordMaxAge is when a root password counts as old.
	RootPasswordMaxAge int `yaml:"root_password_max_age" json:"root_password_max_age"`
	// PasswordPolicyMinLength is the shortest minimum length that passes (CIS AWS Foundations 7.0, 2.8).
	PasswordPolicyMinLength int `yaml:"password_policy_min_length" json:"password_policy_min_length"`
	// PasswordPolicyReuse is how many earlier passwords must be refused (CIS AWS Foundations 7.0, 2.9).
	PasswordPolicyReuse int `yaml:"password_policy_reuse" json:"password_policy_reuse"`
	// PasswordPolicyMaxAge is the longest expiry that passes (CIS AWS Foundations 1.2, 1.11).
	PasswordPolicyMaxAge int `yaml:"password_policy_max_age" json:"password_policy_max_age"`
	// RoleUnusedAge is how long a role may go unused.
	RoleUnusedAge int `yaml:"role_unused_age" json:"role_unused_age"`
	// ServerCertExpiringWithin is how many days ahead an expiry is reported.
	ServerCertExpiringWithin int `yaml:"server_cert_expiring_within" json:"server_cert_expiring_within"`
	// ServerCertMaxAge is when a server certificate counts as old.
	ServerCertMaxAge int `yaml:"server_cert_max_age" json:"server_cert_max_age"`
	// CredentialReportMaxAge is how old, in hours, a credential report may be: AWS renews one after four hours, so an
	// older one means that it could not be renewed.
	CredentialReportMaxAge int `yaml:"credential_report_max_age_hours" json:"credential_report_max_age_hours"`
	// RootEmailDomains are the mail domains of root users; empty turns the domain rule off.
	RootEmailDomains []string `yaml:"root_email_domains" json:"root_email_domains"`
	// RootEmailPattern is a regular expression for group mailboxes; empty turns the rule off.
	RootEmailPattern string `yaml:"root_email_pattern" json:"root_email_pattern"`
	// Exceptions is what became of the exceptions file in this run; nil when there is none.
	Exceptions *ExceptionsInRun `yaml:"-" json:"exceptions,omitempty"`
	// AuditRole is the name, with its path if it has one, of the role that sweeps use; it is exempt from role-unused.
	AuditRole string `yaml:"-" json:"-"`
}

// DefaultParams returns the thresholds in force when nothing else is configured: CIS AWS Foundations 7.0 where it names a
// number.
func DefaultParams() *Params {
	return &Params{
		AccessKeyMaxAge:          90,
		AccessKeyStaleAge:        365,
		CredentialUnusedAge:      45,
		InitialKeyGrace:          7,
		InactiveKeyMaxAge:        90,
		UserInactiveAge:          90,
		PasswordMaxAge:           90,
		SigningCertMaxAge:        90,
		ServiceCredentialMaxAge:  90,
		RootUsedWithin:           30,
		RootKeyMaxAge:            90,
		RootPasswordMaxAge:       90,
		PasswordPolicyMinLength:  14,
		PasswordPolicyReuse:      24,
		PasswordPolicyMaxAge:     90,
		RoleUnusedAge:            90,
		ServerCertExpiringWithin: 30,
		ServerCertMaxAge:         365,
		CredentialReportMaxAge:   24,
		AuditRole:                "OrgScanAudit",
	}
}

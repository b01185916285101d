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
	// ServiceUnusedAge is how long a service that a principal may use may go unused.
	ServiceUnusedAge int `yaml:"service_unused_age" json:"service_unused_age"`
	// AdminDailyServices is how many services other than those of administration an administrator may use.
	AdminDailyServices int `yaml:"admin_daily_services" json:"admin_daily_services"`
	// AdminMax is how many administrators an account may have: users and roles that people can assume.
	AdminMax int `yaml:"admin_max" json:"admin_max"`
	// AdminMin is how many administrators an account needs, so that one may leave or lose a device.
	AdminMin int `yaml:"admin_min" json:"admin_min"`
	// AuditPolicies are the managed policies, by name or ARN, of which a role must have one to count as an auditor's.
	AuditPolicies []string `yaml:"audit_policies" json:"audit_policies"`
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
	// ApprovedRegions are the regions that may be used, with wildcards; empty accepts those that policies leave open.
	ApprovedRegions []string `yaml:"approved_regions" json:"approved_regions"`
	// ApprovedDelegatedAdmins are the accounts that may be delegated administrators: "111122223333" for any service,
	// "111122223333/sso.amazonaws.com" for one. Nil, not merely empty, means that nobody has decided.
	ApprovedDelegatedAdmins []string `yaml:"approved_delegated_admins" json:"approved_delegated_admins"`
	// ApprovedTrustedAccess are the service principals that may have trusted access; nil means that nobody has decided.
	ApprovedTrustedAccess []string `yaml:"approved_trusted_access" json:"approved_trusted_access"`
	// ApprovedPolicyAdmins are the accounts that the organization's resource policy may let change policies; nil means that
	// nobody has decided.
	ApprovedPolicyAdmins []string `yaml:"approved_policy_admins" json:"approved_policy_admins"`
	// SecurityOUs are the OUs, by id or by path of names, in which delegated administrators belong; empty means anywhere.
	SecurityOUs []string `yaml:"security_ous" json:"security_ous"`
	// ExpectedAccounts are ids that must be members of the organization; empty turns the rule off.
	ExpectedAccounts []string `yaml:"expected_accounts" json:"expected_accounts"`
	// ManagementTrustedMembers are the accounts whose principals may assume roles of the management account; nil means that
	// nobody has decided.
	ManagementTrustedMembers []string `yaml:"management_trusted_members" json:"management_trusted_members"`
	// BreakGlass are the principals kept for emergencies; empty turns the rules about them off.
	BreakGlass []BreakGlass `yaml:"break_glass" json:"break_glass"`
	// BreakGlassUsedWithin is how many days back a use of a break-glass principal is reported.
	BreakGlassUsedWithin int `yaml:"break_glass_used_within" json:"break_glass_used_within"`
	// BreakGlassTestedWithin is how many days may pass between two drills.
	BreakGlassTestedWithin int `yaml:"break_glass_tested_within" json:"break_glass_tested_within"`
	// BoundaryRequiredFor are globs on the names of roles, with or without path, that need a permissions boundary when they
	// may change IAM; empty turns the rule off.
	BoundaryRequiredFor []string `yaml:"boundary_required_for" json:"boundary_required_for"`
	// RequiredBoundaries are the ARNs, or the names with path, of the boundaries that count; empty accepts every one.
	RequiredBoundaries []string `yaml:"required_boundaries" json:"required_boundaries"`
	// Tiers are the tiers of accounts from the least to the most precious, as the accounts file spells them; empty makes the
	// check an inventory.
	Tiers []string `yaml:"tiers" json:"tiers,omitempty"`
	// DeploymentHubAccounts is in how many other accounts one account's principals may become administrators.
	DeploymentHubAccounts int `yaml:"deployment_hub_accounts" json:"deployment_hub_accounts"`
	// AdminRoleAccounts is from how many accounts on one name of an administrator's role is compared.
	AdminRoleAccounts int `yaml:"admin_role_accounts" json:"admin_role_accounts"`
	// OutlierMinAccounts is how many accounts a trait must be known of before one of them can differ from most.
	OutlierMinAccounts int `yaml:"outlier_min_accounts" json:"outlier_min_accounts"`
	// OutlierMajority is how many accounts in a hundred must share a trait before those without it differ from most: 51 to 99.
	OutlierMajority int `yaml:"outlier_majority" json:"outlier_majority"`
	// Assertions say who alone may do something; empty turns the rule off.
	Assertions []Assertion `yaml:"assertions" json:"assertions,omitempty"`
	// TrustedAccounts are accounts outside the organization that roles may trust.
	TrustedAccounts []TrustedAccount `yaml:"trusted_accounts" json:"trusted_accounts,omitempty"`
	// TrustedOrganizations are the ids of other organizations that roles may trust.
	TrustedOrganizations []string `yaml:"trusted_organizations" json:"trusted_organizations,omitempty"`
	// ApprovedOIDCIssuers are the issuers that accounts may trust, without scheme, * for any text; empty makes the check an
	// inventory.
	ApprovedOIDCIssuers []string `yaml:"approved_oidc_issuers" json:"approved_oidc_issuers,omitempty"`
	// ApprovedSAMLProviders are the names of the SAML providers that accounts may have, * for any text; empty makes the check
	// an inventory.
	ApprovedSAMLProviders []string `yaml:"approved_saml_providers" json:"approved_saml_providers,omitempty"`
	// SSHKeyMaxAge is when a user's SSH public key is due for rotation.
	SSHKeyMaxAge int `yaml:"ssh_key_max_age" json:"ssh_key_max_age"`
	// ContactDomains are the mail domains of security contacts; empty turns the domain rule off.
	ContactDomains []string `yaml:"contact_domains" json:"contact_domains,omitempty"`
	// ApprovedOutboundFederation are the ids of the accounts whose principals may get tokens for other services.
	ApprovedOutboundFederation []string `yaml:"approved_outbound_federation" json:"approved_outbound_federation,omitempty"`
	// ApprovedDelegationRequestors are the ids of the accounts whose delegation requests are expected.
	ApprovedDelegationRequestors []string `yaml:"approved_delegation_requestors" json:"approved_delegation_requestors,omitempty"`
	// ApprovedTrustAnchors are the trust anchors of IAM Roles Anywhere that accounts may have, by ARN, by the ARN of their
	// certificate authority or by name, * for any text; empty makes the check an inventory.
	ApprovedTrustAnchors []string `yaml:"approved_trust_anchors" json:"approved_trust_anchors,omitempty"`
	// SAMLMetadataExpiringWithin is how many days ahead the end of a SAML provider's metadata is reported.
	SAMLMetadataExpiringWithin int `yaml:"saml_metadata_expiring_within" json:"saml_metadata_expiring_within"`
	// SSOSessionMaxHours is how long a session of a permission set may last.
	SSOSessionMaxHours int `yaml:"sso_session_max_hours" json:"sso_session_max_hours"`
	// SSOAdminSessionMaxHours is how long one may last that gives all permissions in an account.
	SSOAdminSessionMaxHours int `yaml:"sso_admin_session_max_hours" json:"sso_admin_session_max_hours"`
	// ManagementAssignments are the assignments of IAM Identity Center that the management account may have, as the names of
	// permission set and user or group: "AdministratorAccess/platform-admins", * for any text. Nil, not merely empty, means
	// that nobody has decided.
	ManagementAssignments []string `yaml:"management_assignments" json:"management_assignments,omitempty"`
	// Exceptions is what became of the exceptions file in this run; nil when there is none.
	Exceptions *ExceptionsInRun `yaml:"-" json:"exceptions,omitempty"`
	// AuditRole is the name, with its path if it has one, of the role that sweeps use; it is exempt from role-unused.
	AuditRole string `yaml:"-" json:"-"`
	// AuditHub is the ARN of the role that is assumed before the audit role; empty when the caller assumes it.
	AuditHub string `yaml:"-" json:"-"`
	// AuditExternalID says that sweeps send an ExternalId, so that the audit role must ask for one.
	AuditExternalID bool `yaml:"-" json:"-"`
}

// TrustedAccount is an account outside the organization that roles may trust.
type TrustedAccount struct {
	// ID is twelve digits.
	ID string `yaml:"id" json:"id"`
	// Kind is "own" for another account of the same owner, "partner", or "vendor" for a provider that many customers let in:
	// only a vendor still needs an ExternalId. Anything else counts as a vendor.
	Kind string `yaml:"kind" json:"kind"`
	Name string `yaml:"name" json:"name,omitempty"`
}

// Assertion says that of all users and roles only some may do one action.
type Assertion struct {
	// Action is one action, such as "iam:CreateUser", without wildcards.
	Action string `yaml:"action" json:"action"`
	// Resource is an ARN without wildcards, or "*" for any resource; empty is "*".
	Resource string `yaml:"resource" json:"resource,omitempty"`
	// Who are ARNs or names of users and roles, * for any text; empty means that nobody may.
	Who []string `yaml:"who" json:"who,omitempty"`
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
		ServiceUnusedAge:         90,
		AdminDailyServices:       5,
		AdminMax:                 5,
		AdminMin:                 2,
		AuditPolicies:            []string{"SecurityAudit"},
		ServerCertExpiringWithin: 30,
		ServerCertMaxAge:         365,
		CredentialReportMaxAge:   24,

		SSHKeyMaxAge:               90,
		SAMLMetadataExpiringWithin: 30,
		DeploymentHubAccounts:      10,
		AdminRoleAccounts:          3,
		OutlierMinAccounts:         10,
		OutlierMajority:            90,
		SSOSessionMaxHours:         8,
		SSOAdminSessionMaxHours:    4,

		AuditRole:              "OrgScanAudit",
		BreakGlassUsedWithin:   30,
		BreakGlassTestedWithin: 365,
	}
}

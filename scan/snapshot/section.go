package snapshot

import "github.com/orgscan/orgscan/findings"

// Section names one kind of collected data. A section is whole or missing, never half.
type Section string

// The sections of an account that are always collected.
const (
	SectionIdentity           Section = "identity"
	SectionCredentialReport   Section = "credential-report"
	SectionPrincipals         Section = "principals"
	SectionManagedDocuments   Section = "managed-documents"
	SectionSummary            Section = "summary"
	SectionPasswordPolicy     Section = "password-policy"
	SectionAliases            Section = "aliases"
	SectionVirtualMFA         Section = "virtual-mfa"
	SectionServerCertificates Section = "server-certificates"
	SectionSAML               Section = "saml"
	SectionOIDC               Section = "oidc"
	SectionServiceCredentials Section = "service-credentials"
)

// The sections of an account that are collected when a selected check or --with asks for them. SectionRegions comes along
// with every regional one.
const (
	SectionSSHKeys           Section = "ssh-keys"
	SectionRegions           Section = "regions"
	SectionContacts          Section = "contacts"
	SectionAccountFederation Section = "account-federation"
	SectionLastAccessed      Section = "last-accessed"
	SectionAccessAnalyzer    Section = "access-analyzer"
	SectionAnalyzerFindings  Section = "access-analyzer-findings"
	SectionArchiveRules      Section = "access-analyzer-archive-rules"
	SectionTrails            Section = "monitoring-cloudtrail"
	SectionRecorders         Section = "monitoring-config"
	SectionDetectors         Section = "monitoring-guardduty"
	SectionEvents            Section = "events"
	SectionRolesAnywhere     Section = "roles-anywhere"
	SectionLoadBalancers     Section = "load-balancers"
	SectionInstances         Section = "instances"
	SectionSSOInstances      Section = "sso-instances"
)

// The sections of an organization. SectionOrganization is the feature set: the ids also stand in the account list.
const (
	SectionOrganization   Section = "organization"
	SectionAccounts       Section = "accounts"
	SectionOUs            Section = "organizational-units"
	SectionPolicies       Section = "organization-policies"
	SectionDelegations    Section = "delegations"
	SectionTrustedAccess  Section = "trusted-access"
	SectionResourcePolicy Section = "resource-policy"
	SectionRootAccess     Section = "root-access"
	SectionTags           Section = "tags"
)

// The sections of an organization that are collected when a selected check or --with asks for them, with sessions in the
// management account or in delegated administrators.
const (
	SectionIdentityCenter        Section = "identity-center"
	SectionOrganizationAnalyzers Section = "organization-analyzers"
	SectionOrganizationFindings  Section = "organization-analyzer-findings"
	SectionOrganizationRules     Section = "organization-analyzer-archive-rules"
	SectionBillingTransfers      Section = "billing-transfers"
)

// Default returns the account sections that every sweep collects, in the order in which reports name them.
func Default() []Section {
	return []Section{
		SectionIdentity, SectionCredentialReport, SectionPrincipals, SectionManagedDocuments, SectionSummary,
		SectionPasswordPolicy, SectionAliases, SectionVirtualMFA, SectionServerCertificates, SectionSAML, SectionOIDC,
		SectionServiceCredentials,
	}
}

// OptIn returns the account sections that are collected only when asked for.
func OptIn() []Section {
	return []Section{
		SectionSSHKeys, SectionRegions, SectionContacts, SectionAccountFederation, SectionAccessAnalyzer, SectionAnalyzerFindings,
		SectionArchiveRules, SectionTrails, SectionRecorders, SectionDetectors, SectionRolesAnywhere, SectionEvents,
		SectionLastAccessed, SectionInstances, SectionLoadBalancers, SectionSSOInstances,
	}
}

// OptInOfOrganization returns the organization's sections that are collected only when asked for.
func OptInOfOrganization() []Section {
	return []Section{
		SectionOrganizationAnalyzers, SectionOrganizationFindings, SectionOrganizationRules, SectionBillingTransfers,
		SectionIdentityCenter,
	}
}

// OfOrganization returns the sections of an organization.
func OfOrganization() []Section {
	return []Section{
		SectionOrganization, SectionAccounts, SectionOUs, SectionPolicies, SectionDelegations, SectionTrustedAccess,
		SectionResourcePolicy, SectionRootAccess, SectionTags,
	}
}

// Reason says why a section is missing: AWS's own action and code, and a fixed phrase without request ids, addresses or
// times, so that two snapshots of the same state are equal.
type Reason struct {
	Cause   findings.Cause `json:"cause"`
	Action  string         `json:"action,omitempty"`
	Code    string         `json:"code,omitempty"`
	Message string         `json:"message,omitempty"`
}

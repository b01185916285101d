package snapshot

import "github.com/orgscan/orgscan/findings"

// Section names one kind of collected data. A section is whole or missing, never half.
type Section string

// The sections of an account that are always collected, and SSHKeys, which is collected when a selected check or
// --with asks for it.
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
	SectionSSHKeys            Section = "ssh-keys"
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

// Default returns the account sections that every sweep collects, in the order in which reports name them.
func Default() []Section {
	return []Section{
		SectionIdentity, SectionCredentialReport, SectionPrincipals, SectionManagedDocuments, SectionSummary,
		SectionPasswordPolicy, SectionAliases, SectionVirtualMFA, SectionServerCertificates, SectionSAML, SectionOIDC,
		SectionServiceCredentials,
	}
}

// OptIn returns the account sections that are collected only when asked for.
func OptIn() []Section { return []Section{SectionSSHKeys} }

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

package snapshot

import "github.com/orgscan/orgscan/findings"

// cleaners empty the fields that belong to a section; every section of an account has one.
var cleaners = map[Section]func(*Account){
	SectionIdentity:           func(a *Account) { a.Identity = nil },
	SectionCredentialReport:   func(a *Account) { a.CredentialReport = nil },
	SectionPrincipals:         func(a *Account) { a.Users, a.Groups, a.Roles, a.Policies = nil, nil, nil, nil },
	SectionManagedDocuments:   func(a *Account) { a.ManagedDocuments = nil },
	SectionSummary:            func(a *Account) { a.Summary = nil },
	SectionPasswordPolicy:     func(a *Account) { a.PasswordPolicy = nil },
	SectionAliases:            func(a *Account) { a.Aliases = nil },
	SectionVirtualMFA:         func(a *Account) { a.VirtualMFA = nil },
	SectionServerCertificates: func(a *Account) { a.ServerCertificates = nil },
	SectionSAML:               func(a *Account) { a.SAML = nil },
	SectionOIDC:               func(a *Account) { a.OIDC = nil },
	SectionServiceCredentials: func(a *Account) { a.ServiceCredentials = nil },
	SectionSSHKeys:            func(a *Account) { a.SSHKeys, a.SSHKeysAsked = nil, "" },
	SectionRegions:            func(a *Account) { a.Regions = nil },
	SectionContacts:           func(a *Account) { a.Contacts = nil },
	SectionAccountFederation:  func(a *Account) { a.AccountFederation = nil },
	SectionEvents:             func(a *Account) { a.Events = nil },
	SectionLastAccessed:       func(a *Account) { a.LastAccessed = nil },
	SectionInstances:          func(a *Account) { a.Instances = nil },
	SectionLoadBalancers:      func(a *Account) { a.LoadBalancers = nil },
	SectionAccessAnalyzer:     func(a *Account) { a.AccessAnalyzer = nil },
	SectionAnalyzerFindings:   func(a *Account) { a.AnalyzerFindings = nil },
	SectionArchiveRules:       func(a *Account) { a.ArchiveRules = nil },
	SectionTrails:             func(a *Account) { a.Trails = nil },
	SectionRecorders:          func(a *Account) { a.Recorders = nil },
	SectionDetectors:          func(a *Account) { a.Detectors = nil },
	SectionRolesAnywhere:      func(a *Account) { a.RolesAnywhere = nil },
	SectionSSOInstances:       func(a *Account) { a.SSOInstances = nil },
}

// collected tells of the sections that are collected only when asked for whether they were.
var collected = map[Section]func(*Account) bool{
	SectionSSHKeys:           func(a *Account) bool { return a.SSHKeysAsked != "" },
	SectionRegions:           func(a *Account) bool { return a.Regions != nil },
	SectionContacts:          func(a *Account) bool { return a.Contacts != nil },
	SectionAccountFederation: func(a *Account) bool { return a.AccountFederation != nil },
	SectionEvents:            func(a *Account) bool { return a.Events != nil },
	SectionLastAccessed:      func(a *Account) bool { return a.LastAccessed != nil },
	SectionInstances:         func(a *Account) bool { return a.Instances != nil },
	SectionLoadBalancers:     func(a *Account) bool { return a.LoadBalancers != nil },
	SectionAccessAnalyzer:    func(a *Account) bool { return a.AccessAnalyzer != nil },
	SectionAnalyzerFindings:  func(a *Account) bool { return a.AnalyzerFindings != nil },
	SectionArchiveRules:      func(a *Account) bool { return a.ArchiveRules != nil },
	SectionTrails:            func(a *Account) bool { return a.Trails != nil },
	SectionRecorders:         func(a *Account) bool { return a.Recorders != nil },
	SectionDetectors:         func(a *Account) bool { return a.Detectors != nil },
	SectionRolesAnywhere:     func(a *Account) bool { return a.RolesAnywhere != nil },
	SectionSSOInstances:      func(a *Account) bool { return a.SSOInstances != nil },
}

// cleanersOfOrganization empty the fields of the organization's sections that are collected only when asked for.
var cleanersOfOrganization = map[Section]func(*Organization){
	SectionBillingTransfers:      func(o *Organization) { o.BillingTransfers = nil },
	SectionOrganizationAnalyzers: func(o *Organization) { o.Analyzers = nil },
	SectionOrganizationFindings:  func(o *Organization) { o.AnalyzerFindings = nil },
	SectionOrganizationRules:     func(o *Organization) { o.ArchiveRules = nil },
	SectionIdentityCenter:        func(o *Organization) { o.IdentityCenter = nil },
}

// collectedOfOrganization tells of those sections whether they were collected. Where no organization is known, there is
// nothing to collect.
var collectedOfOrganization = map[Section]func(*Organization) bool{
	SectionBillingTransfers:      func(o *Organization) bool { return o.BillingTransfers != nil },
	SectionOrganizationAnalyzers: func(o *Organization) bool { return o.Analyzers != nil },
	SectionOrganizationFindings:  func(o *Organization) bool { return o.AnalyzerFindings != nil },
	SectionOrganizationRules:     func(o *Organization) bool { return o.ArchiveRules != nil },
	SectionIdentityCenter:        func(o *Organization) bool { return o.IdentityCenter != nil },
}

// NotAskedFor returns the reason of sections that nobody asked for.
func NotAskedFor() Reason {
	return Reason{Cause: findings.NotCollected, Message: "the section was not asked for"}
}

// Clear empties the fields of a section, as if AWS had answered with nothing. It panics for a section that accounts do
// not have.
func (a *Account) Clear(s Section) { cleaners[s](a) }

// Miss records that a section could not be collected and empties its fields.
func (a *Account) Miss(s Section, r Reason) {
	a.Clear(s)
	if a.Missing == nil {
		a.Missing = map[Section]Reason{}
	}
	a.Missing[s] = r
}

// Lacks returns why a section is missing, and false when it is there. A section that is collected only when asked for
// and was not is missing with the cause not-collected.
func (a *Account) Lacks(s Section) (Reason, bool) {
	if r, ok := a.Missing[s]; ok {
		return r, true
	}
	if was, optIn := collected[s]; optIn && !was(a) {
		return NotAskedFor(), true
	}
	return Reason{}, false
}

// Unreachable returns the snapshot of an account into which no session could be opened: every section is missing for the
// same reason.
func Unreachable(id, partition string, r Reason) *Account {
	a := &Account{Schema: AccountSchema, ID: id, Partition: partition}
	for s := range cleaners {
		a.Miss(s, r)
	}
	return a
}

// Lacks returns why a section of the organization is missing, and false when it is there. A section that is collected only
// when asked for and was not is missing with the cause not-collected.
func (o *Organization) Lacks(s Section) (Reason, bool) {
	if r, ok := o.Missing[s]; ok {
		return r, true
	}
	if was, optIn := collectedOfOrganization[s]; optIn && o.ID != "" && !was(o) {
		return NotAskedFor(), true
	}
	return Reason{}, false
}

// Miss records that a section that is collected only when asked for could not be, and empties its fields.
func (o *Organization) Miss(s Section, r Reason) {
	if empty := cleanersOfOrganization[s]; empty != nil {
		empty(o)
	}
	if o.Missing == nil {
		o.Missing = map[Section]Reason{}
	}
	o.Missing[s] = r
}

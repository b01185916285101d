package snapshot

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Sort brings the account into the form in which equal states are equal: principals, policies, certificates and providers
// by ARN, inline policies by name, attached ones by ARN, groups by name, tags by key, policy versions newest first, what
// has no ARN by its id or serial number. Times become UTC, empty lists nil, and bytes that are not UTF-8 are spelled out
// as U+FFFD and two hexadecimal digits, so that two names stay two. Sorting again changes nothing.
func (a *Account) Sort() {
	canonicalize(a)
	sortPrincipals(a)
	sortPolicies(a.Policies)
	sortPolicies(a.ManagedDocuments)
	slices.Sort(a.Aliases)
	by(a.VirtualMFA, func(d VirtualMFADevice) string { return d.SerialNumber })
	by(a.ServerCertificates, func(c ServerCertificate) string { return c.ARN })
	by(a.SAML, func(p SAMLProvider) string { return p.ARN })
	for i := range a.SAML {
		by(a.SAML[i].Certificates, func(c SAMLCertificate) string { return c.Fingerprint })
	}
	by(a.OIDC, func(p OIDCProvider) string { return p.ARN })
	by(a.ServiceCredentials, func(c ServiceSpecificCredential) string { return c.ID })
	by(a.SSHKeys, func(u UserSSHKeys) string { return u.User })
	for i := range a.SSHKeys {
		by(a.SSHKeys[i].Keys, func(k SSHKey) string { return k.ID })
	}
	if a.Regions != nil {
		by(a.Regions.All, func(r Region) string { return r.Name })
		slices.Sort(a.Regions.Chosen)
	}
	if a.Contacts != nil {
		slices.Sort(a.Contacts.Empty)
		slices.Sort(a.Contacts.Filler)
	}
	if a.AccountFederation != nil {
		by(a.AccountFederation.Requests, func(r DelegationRequest) string { return r.ID })
	}
	if a.SSOInstances != nil {
		by(a.SSOInstances.Instances, func(i IdentityCenterInstance) string { return i.ARN })
	}
	a.AccessAnalyzer.sort()
	a.AnalyzerFindings.sort()
	a.ArchiveRules.sort()
	a.Trails.sort()
	a.Recorders.sort()
	a.Detectors.sort()
	a.RolesAnywhere.sort()
	sortEvents(a.Events)
	sortLastAccessed(a.LastAccessed)
	if a.Instances != nil {
		by(a.Instances.Running, func(i Instance) string { return i.ARN })
	}
	if a.LoadBalancers != nil {
		by(a.LoadBalancers.Serving, func(s ServedCertificate) string { return s.LoadBalancer + " " + s.Certificate })
	}
}

func sortEvents(e *Events) {
	if e == nil {
		return
	}
	slices.Sort(e.Regions)
	slices.SortStableFunc(e.All, func(a, b Event) int { return cmp.Or(a.Time.Compare(b.Time), strings.Compare(a.ID, b.ID)) })
}

func sortLastAccessed(l *LastAccessed) {
	if l == nil {
		return
	}
	by(l.Principals, func(p PrincipalAccess) string { return p.ARN })
	for i := range l.Principals {
		by(l.Principals[i].Services, func(s ServiceAccess) string { return s.Namespace })
	}
}

func sortPrincipals(a *Account) {
	for i := range a.Users {
		u := &a.Users[i]
		slices.Sort(u.Groups)
		sortOwned(u.Inline, u.Attached, u.Tags)
	}
	for i := range a.Groups {
		sortOwned(a.Groups[i].Inline, a.Groups[i].Attached, nil)
	}
	for i := range a.Roles {
		r := &a.Roles[i]
		sortOwned(r.Inline, r.Attached, r.Tags)
		by(r.InstanceProfiles, func(p InstanceProfile) string { return p.ARN })
	}
	by(a.Users, func(u User) string { return u.ARN })
	by(a.Groups, func(g Group) string { return g.ARN })
	by(a.Roles, func(r Role) string { return r.ARN })
}

func sortOwned(inline []InlinePolicy, attached []AttachedPolicy, tags []Tag) {
	by(inline, func(p InlinePolicy) string { return p.Name })
	by(attached, func(p AttachedPolicy) string { return p.ARN })
	by(tags, func(t Tag) string { return t.Key })
}

func sortPolicies(list []ManagedPolicy) {
	for i := range list {
		slices.SortStableFunc(list[i].Versions, newestFirst)
	}
	by(list, func(p ManagedPolicy) string { return p.ARN })
}

// newestFirst orders by date and then by number: v10 is newer than v9, and two versions made in one second have one date.
func newestFirst(a, b PolicyVersion) int {
	return cmp.Or(b.Created.Compare(a.Created), cmp.Compare(versionNumber(b.ID), versionNumber(a.ID)), strings.Compare(b.ID, a.ID))
}

// versionNumber is 12 for "v12", and -1 for an id of another form.
func versionNumber(id string) int {
	digits, ok := strings.CutPrefix(id, "v")
	n, err := strconv.Atoi(digits)
	if !ok || err != nil {
		return -1
	}
	return n
}

// Sort brings the organization into the form in which equal states are equal: accounts and OUs by id, policies by type and
// id, their targets by id, delegations by account and service, trusted services and root access features by name, tags by
// key. Otherwise it does what Sort does for an account.
func (o *Organization) Sort() {
	canonicalize(o)
	for i := range o.Accounts {
		by(o.Accounts[i].Tags, func(t Tag) string { return t.Key })
	}
	for i := range o.Policies {
		by(o.Policies[i].Targets, func(t PolicyTarget) string { return t.ID })
	}
	by(o.Accounts, func(a OrgAccount) string { return a.ID })
	by(o.OUs, func(u OU) string { return u.ID })
	slices.SortStableFunc(o.Policies, func(a, b OrgPolicy) int {
		return cmp.Or(strings.Compare(a.Type, b.Type), strings.Compare(a.ID, b.ID))
	})
	slices.SortStableFunc(o.Delegations, func(a, b Delegation) int {
		return cmp.Or(strings.Compare(a.Account, b.Account), strings.Compare(a.Service, b.Service))
	})
	by(o.TrustedAccess, func(s TrustedService) string { return s.Service })
	slices.Sort(o.RootAccess)
	if o.BillingTransfers != nil {
		by(o.BillingTransfers.Outbound, func(t BillingTransfer) string { return t.ARN })
	}
	sortIdentityCenter(o.IdentityCenter)
	o.Analyzers.sort()
	o.AnalyzerFindings.sort()
	o.ArchiveRules.sort()
}

// by sorts a list by a key that AWS keeps unique.
func by[T any](list []T, key func(T) string) {
	slices.SortStableFunc(list, func(a, b T) int { return strings.Compare(key(a), key(b)) })
}

// utc drops the location and the monotonic clock.
func utc(t time.Time) time.Time { return t.Round(0).UTC() }

package checks

import (
	"fmt"
	"time"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/actions"
	"github.com/orgscan/orgscan/scan/paths"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// Pass is everything that one check may touch while it judges one account. It stamps rule, account and severity, so that
// a check cannot mislabel.
type Pass struct {
	Account *snapshot.Account
	Org     *snapshot.Organization
	Params  *Params

	check  *Check
	shared *shared
	log    outcomes
}

// shared holds what all checks of one account derive once: parsed documents, trust policies, effective permissions,
// expanded actions and report rows.
type shared struct {
	documents   map[string]*policy.Document
	trusts      map[string]*trustPolicy
	access      *access.Account
	paths       *paths.Account
	credentials []snapshot.Credential
	parsed      bool
	// expanded are the actions that patterns match.
	expanded map[string]actions.Set
}

// Now returns the time at which the account is judged: the run's as-of time.
func (p *Pass) Now() time.Time { return p.Account.AsOf }

// Days returns the whole days that passed from t to Now; negative when t lies ahead.
func (p *Pass) Days(t time.Time) int { return int(p.Now().Sub(t) / (24 * time.Hour)) }

// Credentials returns the rows of the credential report, the root user's included. The collector has proved that the
// report parses.
func (p *Pass) Credentials() []snapshot.Credential {
	if !p.shared.parsed {
		p.shared.parsed = true
		if p.Account.CredentialReport != nil {
			p.shared.credentials, _ = snapshot.ParseCredentialReport(p.Account.CredentialReport.Raw)
		}
	}
	return p.shared.credentials
}

// Root returns the root user's row, or nil when the report has none.
func (p *Pass) Root() *snapshot.Credential {
	rows := p.Credentials()
	for i := range rows {
		if rows[i].IsRoot() {
			return &rows[i]
		}
	}
	return nil
}

// Document parses a policy text; equal texts are parsed once per account.
func (p *Pass) Document(text string) *policy.Document {
	if d, ok := p.shared.documents[text]; ok {
		return d
	}
	d := policy.Parse(text)
	p.shared.documents[text] = d
	return d
}

// Access returns the analysis of what the account's principals can do. A check that calls it needs SectionPrincipals and
// SectionManagedDocuments, and uses the organization's SectionPolicies and SectionAccounts.
func (p *Pass) Access() *access.Account {
	if p.shared.access == nil {
		p.shared.access = access.New(p.Account, p.Org, p.Document)
	}
	return p.shared.access
}

// Paths returns what the graph of the organization keeps of the account: the one extract of all checks that judge paths. It
// needs what Access needs, and SectionCredentialReport.
func (p *Pass) Paths() *paths.Account {
	if p.shared.paths == nil {
		p.shared.paths = paths.Extract(p.Account, p.Access(), p.Document)
	}
	return p.shared.paths
}

// Management reports whether the account is the organization's management account. An account whose organization is not
// known counts as one, since nothing above it guards its root user.
func (p *Pass) Management() bool {
	return p.Org.ManagementID == "" || p.Org.ManagementID == p.Account.ID
}

// Fail reports that a resource, named by its ARN, is not as it should be.
func (p *Pass) Fail(resource, format string, args ...any) *Outcome {
	return p.log.add(findings.Fail, p.check.Severity, resource, fmt.Sprintf(format, args...))
}

// Manual reports a question that no API answers and a person must.
func (p *Pass) Manual(resource, format string, args ...any) *Outcome {
	return p.log.add(findings.Manual, p.check.Severity, resource, fmt.Sprintf(format, args...))
}

// Unknown reports that one resource could not be judged, although the section as a whole could be read.
func (p *Pass) Unknown(resource string, r snapshot.Reason, format string, args ...any) *Outcome {
	o := p.log.add(findings.Unknown, p.check.Severity, resource, fmt.Sprintf(format, args...))
	o.reason = &findings.Reason{Cause: r.Cause, Action: r.Action, Code: r.Code}
	return o
}

// OK counts a resource that is as it should be.
func (p *Pass) OK(string) { p.log.passed++ }

// Passed counts a resource that is as it should be for a reason worth reading, such as "no root credentials".
func (p *Pass) Passed(_, reason string) {
	p.log.passed++
	p.log.passes = append(p.log.passes, reason)
}

// NotApplicable counts a resource that the rule does not speak of, and says why: data prove it.
func (p *Pass) NotApplicable(_, reason string) { p.log.skips = append(p.log.skips, reason) }

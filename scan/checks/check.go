package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// Check is one rule. Exactly one of Eval and Judge is set.
type Check struct {
	findings.Rule

	// Needs are the account sections that Eval or Extract reads. All are required: when one is missing, the account gets
	// exactly one UNKNOWN and the function is not called.
	Needs []snapshot.Section
	// EveryUser says that SectionSSHKeys has to speak of every user, not only of those who hold nothing else: a snapshot in
	// which fewer were asked about lacks the section as not-collected.
	EveryUser bool
	// Uses are opt-in account sections that can only add to the evidence and the wording of what the check reports. They are
	// not collected for the check's sake; when one is missing, it reports the same findings without what the section adds.
	Uses []snapshot.Section
	// LastAccess says whose last access the check reads, one of the two constants; empty unless it needs SectionLastAccessed.
	LastAccess string
	// OrgNeeds are the sections of the organization that the check reads, required like Needs.
	OrgNeeds []snapshot.Section
	// OrgUses are sections of the organization that can only take something away from what the check reports, such as
	// control policies. When one is missing, the check reports all that it would report without it and says so; no finding
	// vanishes or turns milder.
	OrgUses []snapshot.Section
	// Scope says why the rule does not speak of an account, from the parameters and the organization alone; empty when
	// it does. Such an account is NOT_APPLICABLE, or gives no extract, also when its data are missing. Nil means that the
	// rule speaks of all.
	Scope func(o *snapshot.Organization, params *Params, account string) string
	// NoSubject is what a NOT_APPLICABLE says when Eval found nothing to judge, for example "no IAM users". A check that
	// always has a subject leaves it empty; then a silent Eval is an UNKNOWN.
	NoSubject string

	// CausedBy are the ids of checks of which this one's finding about the same resource is a consequence: mending the cause
	// mends it too. The first that reports the resource, and no milder, is named in the finding.
	CausedBy []string

	// Eval judges one account.
	Eval func(*Pass)

	// Extract keeps the little that Judge needs of one account while its snapshot is in memory; nil when Judge reads the
	// organization alone.
	Extract func(*Pass) any
	// Judge judges the organization, after the last account.
	Judge func(*OrgPass)

	// OfRun is true when Judge judges the run itself: after every other check, and whatever the population is.
	OfRun bool
}

// The values of Check.LastAccess, in the words of snapshot.LastAccessed.
const (
	LastAccessOfUsers = "users"
	LastAccessOfRoles = "roles"
)

// OrgWide reports whether the check judges the organization as a whole; such checks are not selected when the population
// is not an organization's.
func (c *Check) OrgWide() bool { return c.Judge != nil && !c.OfRun }

// Input is what an account's evaluation may read. Nothing of it is changed.
type Input struct {
	Account      *snapshot.Account
	Organization *snapshot.Organization
	Params       *Params
	// Off says why a check is not asked of the account, by the check's id.
	Off map[string]string
}

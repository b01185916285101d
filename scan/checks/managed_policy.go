package checks

import (
	"maps"
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const noCustomerPolicies = "no customer managed policies"

// unparsed is why a document that AWS handed over cannot be judged; unparsedVersion, why one that was fetched by itself
// cannot.
var (
	unparsed        = snapshot.Reason{Cause: findings.Error, Action: "iam:GetAccountAuthorizationDetails"}
	unparsedVersion = snapshot.Reason{Cause: findings.Error, Action: "iam:GetPolicyVersion"}
)

// policySections are the sections that eachCustomerPolicy reads.
func policySections() []snapshot.Section {
	return []snapshot.Section{snapshot.SectionPrincipals, snapshot.SectionManagedDocuments}
}

// eachCustomerPolicy calls judge for every customer managed policy, sorted by ARN. AWS's own are the same everywhere and
// nobody here can change them: what matters is who has them.
func eachCustomerPolicy(p *Pass, judge func(*snapshot.ManagedPolicy)) {
	all := p.Account.ManagedByARN()
	for _, arn := range slices.Sorted(maps.Keys(all)) {
		if m := all[arn]; !m.AWSManaged() {
			judge(m)
		}
	}
}

// unreadable reports that the version in force is not known to grant nothing.
func unreadable(p *Pass, m *snapshot.ManagedPolicy) {
	reason := unparsed
	for i := range p.Account.ManagedDocuments {
		if m == &p.Account.ManagedDocuments[i] {
			reason = unparsedVersion
		}
	}
	p.Unknown(m.ARN, reason, "the document of version %s is not a policy that can be read", m.DefaultVersionID)
}

// inForce returns the parsed default version, whichever number it has, and false after reporting that there is none.
func inForce(p *Pass, m *snapshot.ManagedPolicy) (*policy.Document, bool) {
	text, ok := m.DefaultDocument()
	if !ok {
		p.Unknown(m.ARN, unparsed, "the version in force, %s, did not come with the policy", m.DefaultVersionID)
		return nil, false
	}
	return p.Document(text), true
}

// understood reports whether a document in which nothing was found may count as clean. Text that is no policy, or a
// statement that neither allows nor denies, is not known to grant nothing.
func understood(d *policy.Document) bool {
	if d.Malformed {
		return false
	}
	for i := range d.Statements {
		if s := &d.Statements[i]; s.Effect != "Allow" && s.Effect != "Deny" {
			return false
		}
	}
	return len(d.Statements) > 0 || emptyList(d)
}

// emptyList tells a document with an empty list of statements, which grants nothing for certain, from one whose statements
// are not statements.
func emptyList(d *policy.Document) bool {
	return slices.Equal(d.Problems, []policy.Problem{{Path: "Statement", Text: "empty"}})
}

// attachedUse adds how a managed policy is used. A boundary grants nothing, so that it is no attachment.
func attachedUse(o *Outcome, m *snapshot.ManagedPolicy) {
	o.Evidence("attached to", quantity(m.Attachments, "principal", "principals"))
	if m.BoundaryUses > 0 {
		o.Evidence("permissions boundary of", quantity(m.BoundaryUses, "principal", "principals"))
	}
}

// attachedDocument parses the version in force; a policy that was not collected is as good as a malformed one.
func attachedDocument(p *Pass, m *snapshot.ManagedPolicy) *policy.Document {
	if m == nil {
		return p.Document("")
	}
	text, _ := m.DefaultDocument()
	return p.Document(text)
}

package checks

import (
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const noPolicies = "no customer managed policies and no inline policies"

// subject is a document that grants something and that somebody in the account can change: the version in force of a
// customer managed policy, or an inline policy.
type subject struct {
	// resource is the ARN of the managed policy or of the inline policy's principal.
	resource string
	document *policy.Document
	// inline is the inline policy's name; empty for a managed one.
	inline  string
	managed *snapshot.ManagedPolicy
	role    *snapshot.Role
}

// name says which document is meant, for messages.
func (s *subject) name() string {
	if s.managed != nil {
		return "version " + s.managed.DefaultVersionID
	}
	return "inline policy " + s.inline
}

// detail is a part of the document in a finding's identity. Names of policies hold no slash.
func (s *subject) detail(key string) string {
	switch {
	case s.managed != nil:
		return key
	case key == "":
		return s.inline
	}
	return s.inline + "/" + key
}

// describe adds how the document is used.
func (s *subject) describe(o *Outcome) {
	if s.managed != nil {
		attachedUse(o, s.managed)
	}
	if s.role != nil {
		label(o, s.role)
	}
}

// eachSubject calls judge for every document that grants something, and says which do not count.
func eachSubject(p *Pass, judge func(*subject)) {
	eachCustomerPolicy(p, func(m *snapshot.ManagedPolicy) {
		if m.Attachments == 0 && m.BoundaryUses > 0 {
			p.NotApplicable(m.ARN, "used only as a permissions boundary, which grants nothing")
			return
		}
		if d, ok := inForce(p, m); ok {
			judge(&subject{resource: m.ARN, document: d, managed: m})
		}
	})
	eachInline(p, func(e embedded) {
		switch {
		case e.role != nil && serviceLinked(e.role):
			p.NotApplicable(e.owner, "inline policy of a service-linked role")
		case e.role != nil && identityCenter(e.role):
			p.NotApplicable(e.owner, "inline policy of an IAM Identity Center permission set")
		default:
			judge(&subject{resource: e.owner, document: p.Document(e.Document), inline: e.Name, role: e.role})
		}
	})
}

// notRead reports a document that is no policy.
func notRead(p *Pass, s *subject) {
	if s.managed != nil {
		unreadable(p, s.managed)
		return
	}
	p.Unknown(s.resource, unparsed, "the document of %s is not a policy that can be read", s.name()).Detail(s.detail(""))
}

package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// holder is a principal with what is attached to it; role is nil unless that is a role.
type holder struct {
	arn      string
	attached []snapshot.AttachedPolicy
	inline   []snapshot.InlinePolicy
	role     *snapshot.Role
}

const noPrincipals = "no users, groups and roles"

// eachHolder calls judge for every user, group and role that somebody in the organization can change.
func eachHolder(p *Pass, judge func(holder)) {
	for i := range p.Account.Users {
		u := &p.Account.Users[i]
		judge(holder{arn: u.ARN, attached: u.Attached, inline: u.Inline})
	}
	for i := range p.Account.Groups {
		g := &p.Account.Groups[i]
		judge(holder{arn: g.ARN, attached: g.Attached, inline: g.Inline})
	}
	for i := range p.Account.Roles {
		r := &p.Account.Roles[i]
		if serviceLinked(r) {
			p.NotApplicable(r.ARN, "service-linked role")
			continue
		}
		judge(holder{arn: r.ARN, attached: r.Attached, inline: r.Inline, role: r})
	}
}

// failAttached reports one attached policy of a principal.
func failAttached(p *Pass, h holder, a snapshot.AttachedPolicy, format string, args ...any) {
	o := p.Fail(h.arn, format, args...).Detail(attachmentKey(a.ARN))
	if h.role != nil {
		label(o, h.role)
	}
}

// byARN returns a principal's attached policies in the order of their ARNs, each once.
func byARN(list []snapshot.AttachedPolicy) []snapshot.AttachedPolicy {
	sorted := slices.Clone(list)
	slices.SortFunc(sorted, func(a, b snapshot.AttachedPolicy) int { return strings.Compare(a.ARN, b.ARN) })
	return slices.CompactFunc(sorted, func(a, b snapshot.AttachedPolicy) bool { return a.ARN == b.ARN })
}

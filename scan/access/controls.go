package access

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// serviceControl is the type of the policies that bound an account's principals.
const serviceControl = "SERVICE_CONTROL_POLICY"

// controls are the service control policies above the account, a slice a level from the root down to the account itself.
type controls struct {
	levels [][]*policy.Document
	// unread is true when there may be others.
	unread bool
}

// readControls collects what is attached at every level. A level to which nothing is attached bounds nobody: while the
// type is on, AWS keeps at least one policy on each root, OU and account.
func (a *Account) readControls() *controls {
	if a.org.ManagementID != "" && a.org.ManagementID == a.account.ID {
		return &controls{}
	}
	if _, missing := a.org.Lacks(snapshot.SectionPolicies); missing {
		return &controls{unread: true}
	}
	nodes, placed := a.place()
	c := &controls{}
	for _, node := range nodes {
		if level := a.attachedTo(node); len(level) > 0 {
			c.levels = append(c.levels, level)
			c.unread = c.unread || slices.ContainsFunc(level, func(d *policy.Document) bool { return !readable(d) })
		}
	}
	c.unread = c.unread || !placed && a.attachedElsewhere(nodes)
	return c
}

// place returns the root, the OUs and the account itself, and false when only the account is known.
func (a *Account) place() (nodes []string, known bool) {
	entry := a.org.Account(a.account.ID)
	if entry == nil || len(entry.Parents) == 0 {
		return []string{a.account.ID}, false
	}
	return append(slices.Clone(entry.Parents), a.account.ID), true
}

func (a *Account) attachedTo(node string) []*policy.Document {
	var out []*policy.Document
	for i := range a.org.Policies {
		p := &a.org.Policies[i]
		if p.Type == serviceControl && slices.ContainsFunc(p.Targets, func(t snapshot.PolicyTarget) bool { return t.ID == node }) {
			out = append(out, a.parse(p.Document))
		}
	}
	return out
}

// attachedElsewhere reports whether a root or OU that may lie above the account has a policy.
func (a *Account) attachedElsewhere(nodes []string) bool {
	return slices.ContainsFunc(a.org.Policies, func(p snapshot.OrgPolicy) bool {
		return p.Type == serviceControl && slices.ContainsFunc(p.Targets, func(t snapshot.PolicyTarget) bool {
			return t.Type != "ACCOUNT" && !slices.Contains(nodes, t.ID)
		})
	})
}

// orgPath is the account's place as aws:PrincipalOrgPaths spells it; empty when it is not known.
func orgPath(o *snapshot.Organization, account string) string {
	entry := o.Account(account)
	if o.ID == "" || entry == nil || len(entry.Parents) == 0 {
		return ""
	}
	return o.ID + "/" + strings.Join(entry.Parents, "/") + "/"
}

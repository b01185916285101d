package access

import (
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// ControlPolicies is how Verdict.Unread names the service control policies.
const ControlPolicies = "service control policies"

// Principal is a user, group or role with everything that decides what it can do.
type Principal struct {
	Caller policy.Caller
	// Policies hold the principal's own policies, boundary and the service control policies above it.
	Policies policy.Policies
	// Sources name the documents of Policies.Identity, in their order: "managed policy AdministratorAccess",
	// "inline policy deploy of group ops".
	Sources []string
	// Boundary names the document of Policies.Boundary: "permissions boundary team-limit".
	Boundary string
	// Unread name what belongs here and could not be read, each of the kind in the same place of Policies.Unread.
	Unread []string
	// Management is the organization's management account; empty when there is none or it is not known.
	Management string
	// foreign says that its account is none of the run's, so that nothing of it could have been read.
	foreign bool
}

// member stands for any user of a group: a name that no pattern in a policy spells out.
const member = "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"

// User returns a user of the account with the policies of its groups.
func (a *Account) User(u *snapshot.User) *Principal {
	p := a.principal(policy.Caller{Kind: policy.User, ARN: u.ARN, Tags: tags(u.Tags)})
	a.own(p, "", u.Attached, u.Inline)
	for _, name := range u.Groups {
		g := a.groups[name]
		if g == nil {
			p.unread(policy.Identity, "group "+name)
			continue
		}
		a.own(p, " of group "+name, g.Attached, g.Inline)
	}
	a.bound(p, u.Boundary)
	return p
}

// Group returns what a user gets from a group of the account: a member without other policies, tags and boundary.
func (a *Account) Group(g *snapshot.Group) *Principal {
	p := a.principal(policy.Caller{Kind: policy.User, ARN: "arn:" + a.account.Partition + ":iam::" + a.account.ID + ":user/" + member})
	a.own(p, "", g.Attached, g.Inline)
	return p
}

// Role returns a role of the account.
func (a *Account) Role(r *snapshot.Role) *Principal {
	p := a.principal(policy.Caller{Kind: policy.Role, ARN: r.ARN, Tags: tags(r.Tags)})
	a.own(p, "", r.Attached, r.Inline)
	a.bound(p, r.Boundary)
	return p
}

func (a *Account) principal(caller policy.Caller) *Principal {
	caller.Account, caller.OrgID, caller.OrgPath = a.account.ID, a.org.ID, orgPath(a.org, a.account.ID)
	p := &Principal{Caller: caller, Management: a.org.ManagementID}
	if a.controls == nil {
		a.controls = a.readControls()
	}
	p.Policies.SCPs = a.controls.levels
	if a.controls.unread {
		p.unread(policy.SCP, ControlPolicies)
	}
	return p
}

// own adds a principal's or group's policies; of says whose they are.
func (a *Account) own(p *Principal, of string, attached []snapshot.AttachedPolicy, inline []snapshot.InlinePolicy) {
	for _, at := range attached {
		name := "managed policy " + at.Name + of
		d, ok := a.document(at.ARN)
		if !ok {
			p.unread(policy.Identity, name)
			continue
		}
		p.add(name, d)
	}
	for _, in := range inline {
		p.add("inline policy "+in.Name+of, a.parse(in.Document))
	}
}

func (a *Account) bound(p *Principal, arn string) {
	if arn == "" {
		return
	}
	d, ok := a.document(arn)
	name := "permissions boundary " + arn[strings.LastIndex(arn, "/")+1:]
	if !ok {
		p.unread(policy.Boundary, name)
		return
	}
	p.Policies.Boundary, p.Boundary = d, name
	if !readable(d) {
		p.unread(policy.Boundary, name)
	}
}

func (p *Principal) add(name string, d *policy.Document) {
	p.Sources = append(p.Sources, name)
	p.Policies.Identity = append(p.Policies.Identity, d)
	if !readable(d) {
		p.unread(policy.Identity, name)
	}
}

// unread notes what could not be read, or not in full.
func (p *Principal) unread(kind policy.Kind, name string) {
	p.Policies.Unread = append(p.Policies.Unread, kind)
	p.Unread = append(p.Unread, name)
}

func tags(list []snapshot.Tag) map[string]string {
	out := make(map[string]string, len(list))
	for _, t := range list {
		out[t.Key] = t.Value
	}
	return out
}

package access

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// Anybody is the name of an outsider where a trust policy lets in everyone.
const Anybody = "anybody"

// Outsider is who may assume a role without being a principal of an account that was read.
type Outsider struct {
	// Kind is "account", "principal", "service", "provider" or "anybody".
	Kind string
	// Name is the account's id, the principal's or provider's ARN, the service's name, or Anybody.
	Name   string
	Answer *Answer
}

// otherOrganization is an organization that no policy names.
const otherOrganization = "o-zzzzzzzzzz"

// Outsiders returns whom the trust policy of a role of the account lets in from elsewhere, for certain or perhaps, in the
// order of kind and name; read says which accounts' principals are asked one by one. An account stands for whoever it lets
// assume the role. The target's trust policy must have been given.
func (a *Account) Outsiders(q *Question, read func(account string) bool) []Outsider {
	var out []Outsider
	for _, o := range trusted(q.Target.trust, q.Action) {
		if id := o.Account(); id != "" && read(id) {
			continue
		}
		if o.Answer = a.askOutsider(o, q); o.Answer.Outcome != policy.Deny {
			out = append(out, o)
		}
	}
	return out
}

// Account is the account that an outsider belongs to; empty for none.
func (o Outsider) Account() string {
	if o.Kind == "account" {
		return o.Name
	}
	if o.Kind == "principal" {
		return ownerOf(o.Name)
	}
	return ""
}

// trusted lists whom the Allow statements for an action name, each once.
func trusted(d *policy.Document, action string) []Outsider {
	var out []Outsider
	for i := range d.Statements {
		s := &d.Statements[i]
		if s.Allows() && covers(s, action) {
			out = append(out, named(s)...)
		}
	}
	slices.SortFunc(out, func(x, y Outsider) int { return strings.Compare(x.Kind+"\x00"+x.Name, y.Kind+"\x00"+y.Name) })
	return slices.Compact(out)
}

// covers reports whether the statement speaks of the action.
func covers(s *policy.Statement, action string) bool {
	in := func(list []string) bool {
		return slices.ContainsFunc(list, func(p string) bool { return policy.MatchAction(p, action) })
	}
	return in(s.Actions) || s.NotActions != nil && !in(s.NotActions)
}

func named(s *policy.Statement) []Outsider {
	if s.Principal == nil {
		return []Outsider{{Kind: Anybody, Name: Anybody}} // NotPrincipal names all but some
	}
	var out []Outsider
	if s.Principal.All {
		out = append(out, Outsider{Kind: Anybody, Name: Anybody})
	}
	for _, name := range s.Principal.AWS {
		switch id := ownerOf(name); {
		case name == "*":
			out = append(out, Outsider{Kind: Anybody, Name: Anybody})
		case isAccountID(name):
			out = append(out, Outsider{Kind: "account", Name: name})
		case id != "" && strings.HasSuffix(name, ":root"):
			out = append(out, Outsider{Kind: "account", Name: id})
		case id != "":
			out = append(out, Outsider{Kind: "principal", Name: name})
		}
	}
	for _, name := range s.Principal.Service {
		out = append(out, Outsider{Kind: "service", Name: name})
	}
	for _, name := range s.Principal.Federated {
		out = append(out, Outsider{Kind: "provider", Name: name})
	}
	return out
}

// askOutsider evaluates for an outsider. Who is in no organization and who is in another one are asked apart: where both
// get the same answer, not knowing which changes nothing.
func (a *Account) askOutsider(o Outsider, q *Question) *Answer {
	asked := &Question{Action: q.Action, Target: q.Target, Context: openContext(o, q.Context)}
	if id := o.Account(); id != "" && a.org.Account(id) != nil {
		return a.askUnread(o, asked)
	}
	p := a.outsider(o)
	if o.Kind == "service" || o.Kind == "provider" {
		return a.askFor(p, asked)
	}
	answer := func(organization, path string) *Answer {
		p.Caller.OrgID, p.Caller.OrgPath = organization, path
		return a.askFor(p, asked)
	}
	none := answer("-", "")
	if none.Outcome == answer(otherOrganization, otherOrganization+"/r-zzzz/").Outcome {
		return none
	}
	return answer("", "")
}

// askUnread asks for an account of the organization that was not read.
func (a *Account) askUnread(o Outsider, q *Question) *Answer {
	b := New(&snapshot.Account{ID: o.Account(), Partition: a.account.Partition}, a.org, a.parse)
	return b.askFor(b.Stranger(a.outsider(o).Caller.ARN, "the policies of account "+accountName(a.org, o.Account())), q)
}

func (a *Account) askFor(p *Principal, q *Question) *Answer {
	e := &exchange{account: a, principal: p, question: q, policies: p.Policies}
	if a.controls != nil {
		e.scps = a.controls.named
	}
	e.resourceSide()
	e.decision = policy.Evaluate(e.request(), e.policies)
	out := e.answer()
	out.Grounds = slices.DeleteFunc(out.Grounds, func(g Ground) bool { return g.Kind == policy.Identity })
	return out
}

// outsider is the principal that stands for an outsider, whose own account allows everything.
func (a *Account) outsider(o Outsider) *Principal {
	p := &Principal{Management: a.org.ManagementID, Sources: []string{"whatever its account allows"}}
	switch o.Kind {
	case "service":
		p.Caller = policy.Caller{Kind: policy.Service, ARN: o.Name}
		return p
	case "provider":
		p.Caller = policy.Caller{Kind: policy.Federated, ARN: o.Name}
		return p
	}
	p.Caller = policy.Caller{Kind: policy.Role, ARN: o.Name, Account: o.Account()}
	if strings.Contains(o.Name, ":user/") {
		p.Caller.Kind = policy.User
	}
	if o.Kind != "principal" {
		p.Caller.ARN = "arn:" + a.account.Partition + ":iam::" + o.Account() + ":role/" + member
	}
	p.Policies.Identity = []*policy.Document{delegating(o.Account())}
	return p
}

// openContext is what is given, and for outsiders without a name the keys that would follow from it, as not known.
func openContext(o Outsider, given map[string]policy.Value) map[string]policy.Value {
	context := map[string]policy.Value{}
	if o.Kind == "account" || o.Kind == Anybody {
		for _, key := range []string{"aws:principalarn", "aws:principaltype", "aws:userid"} {
			context[key] = policy.Present()
		}
		context["aws:username"] = policy.Unknown()
	}
	if o.Kind == Anybody {
		context["aws:principalaccount"] = policy.Present()
	}
	for key, v := range given {
		context[strings.ToLower(key)] = v
	}
	return context
}

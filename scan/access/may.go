package access

import (
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
)

// Any is the resource that May takes for any resource whatsoever.
const Any = "*"

// May decides whether a principal may do one action on one resource, an ARN without wildcards or Any. On Any, what only
// some resources are allowed or denied makes it depend, with the condition "Resource".
//
// The resource's own policy is taken to leave the decision to the policies of the principal's account, and a resource whose
// ARN names no account to belong to it. Condition keys that do not follow from the principal are not known.
func May(p *Principal, action, resource string) Verdict {
	policies := p.Policies
	policies.Resource = delegating(p.Caller.Account)
	d := policy.Evaluate(plainRequest(p, action, resource), policies)
	q := &question{principal: p}
	q.note(d)
	for _, c := range d.Conditions {
		if c.Operator == "" && c.Key != "" && c.Key != "Policy" {
			q.keys = append(q.keys, c.Key)
		}
	}
	return verdict(p, q, &question{}, d.Outcome)
}

// plainRequest leaves open everything that a caller may choose.
func plainRequest(p *Principal, action, resource string) policy.Request {
	r := policy.Request{
		Caller: p.Caller, Action: action, Resource: resource, ResourceAccount: p.Caller.Account,
		ResourceOrgID: p.Caller.OrgID, Management: p.Management,
	}
	if resource == Any {
		r.Resource = "" // "*" would be an action that knows no resource
	}
	if parts := strings.SplitN(resource, ":", 6); len(parts) == 6 && parts[4] != "" && parts[4] != p.Caller.Account {
		r.ResourceAccount, r.ResourceOrgID = parts[4], ""
	}
	return r
}

// delegating is the policy of a resource that leaves everything to the identity policies of an account.
func delegating(account string) *policy.Document {
	return &policy.Document{Statements: []policy.Statement{{
		Effect: "Allow", Principal: &policy.Principal{AWS: []string{account}},
		Actions: []string{"*"}, Resources: []string{"*"},
	}}}
}

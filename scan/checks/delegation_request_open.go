package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "delegation-request-open", Group: "federation", Severity: findings.Medium,
		Title: "somebody outside asks for, or holds, a session in the account",
		Why: "Whoever accepts a delegation request lends their own permissions to another company; a request that looks like a " +
			"vendor's onboarding is a way in that needs no key.",
		Fix: "Ask who expects the request. Reject it, or list the requestor's account in approved_delegation_requestors.",
		Blind: "Requests that nobody in the account took up yet: AWS does not list them. What a session did, and roles that it left " +
			"behind. Without approved_delegation_requestors every open request is reported.",
		References: []string{"https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-temporary-delegation.html"},
		Since:      "0.1.0",
	},
	Needs: []snapshot.Section{snapshot.SectionAccountFederation},
	Eval: func(p *Pass) {
		root, good := p.Account.RootARN(), true
		for _, r := range p.Account.AccountFederation.Requests {
			if !openRequest(p, r) || listed(p.Params.ApprovedDelegationRequestors, r.Requestor) {
				continue
			}
			good = false
			o := p.Fail(root, "%s, made %s by account %s, is %s", requestName(r), date(r.Created), r.Requestor, r.State).Detail(r.ID)
			if r.Owner != "" {
				o.Evidence("owner", r.Owner)
			}
			if !r.Expires.IsZero() {
				o.Evidence("expires", date(r.Expires))
			}
		}
		if good {
			p.OK(root)
		}
	},
})

// openRequest reports whether a request can still become a session or is one. States that are newer than this code count
// as open.
func openRequest(p *Pass, r snapshot.DelegationRequest) bool {
	if r.State == "REJECTED" || r.State == "EXPIRED" {
		return false
	}
	return r.Expires.IsZero() || r.Expires.After(p.Now())
}

func requestName(r snapshot.DelegationRequest) string {
	if r.Name == "" {
		return "a delegation request"
	}
	return "a delegation request of " + r.Name
}

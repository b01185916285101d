package checks

import (
	"fmt"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/actions"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// Extracted is what Extract kept of one account, or why it could not be called.
type Extracted struct {
	Account string
	// Value is nil when Missing is set.
	Value   any
	Missing *snapshot.Reason
}

// Evaluate runs the checks on one account and returns its findings in the order of findings.Compare, with identity set,
// and the extracts of the organization-wide checks by check id. It never fails: a panic in a check becomes an UNKNOWN.
func Evaluate(selected []*Check, in Input) ([]findings.Finding, map[string]Extracted) {
	derived := &shared{documents: map[string]*policy.Document{}, trusts: map[string]*trustPolicy{}, expanded: map[string]actions.Set{}}
	var all []findings.Finding
	extracts := map[string]Extracted{}
	for _, c := range selected {
		if c.OfRun {
			continue
		}
		// What a check of the organization keeps of an account where it is off still counts for the others; its lines about
		// that account are settled later.
		if reason, off := in.Off[c.ID]; off && !c.OrgWide() {
			all = append(all, TurnedOff(c, in.Organization, in.Account.ID, reason))
			continue
		}
		p := &Pass{Account: in.Account, Org: in.Organization, Params: in.Params, check: c, shared: derived}
		if c.OrgWide() {
			if c.Extract != nil && outOfScope(c, p) == "" {
				extracts[c.ID] = extract(c, p)
			}
			continue
		}
		all = append(all, evaluate(c, p)...)
	}
	slices.SortFunc(all, findings.Compare)
	return all, extracts
}

func evaluate(c *Check, p *Pass) []findings.Finding {
	s := stamp{check: c, org: p.Org, account: p.Account.ID, root: p.Account.RootARN()}
	if why := outOfScope(c, p); why != "" {
		return []findings.Finding{s.summary(findings.NotApplicable, 1, []string{why})}
	}
	if r, ok := lacks(c, p); ok {
		return []findings.Finding{s.unknown(r)}
	}
	if r, ok := guard(func() { c.Eval(p) }); !ok {
		return []findings.Finding{s.unknown(r)}
	}
	return s.finish(&p.log)
}

func extract(c *Check, p *Pass) Extracted {
	out := Extracted{Account: p.Account.ID}
	r, missing := lacks(c, p)
	if !missing {
		var ok bool
		if r, ok = guard(func() { out.Value = c.Extract(p) }); ok {
			return out
		}
	}
	out.Missing = &r
	return out
}

// guard calls f and turns a panic into a reason: one broken check must not cost the report.
func guard(f func()) (r snapshot.Reason, ok bool) {
	defer func() {
		if v := recover(); v != nil {
			r, ok = snapshot.Reason{Cause: findings.Error, Message: fmt.Sprintf("the check itself broke: %v", v)}, false
		}
	}()
	f()
	return snapshot.Reason{}, true
}

// outOfScope returns why the check does not speak of the account, and "" when it does.
func outOfScope(c *Check, p *Pass) string {
	if c.Scope == nil {
		return ""
	}
	return c.Scope(p.Org, p.Params, p.Account.ID)
}

// lacks returns the first missing section among a check's needs.
func lacks(c *Check, p *Pass) (snapshot.Reason, bool) {
	for _, section := range c.Needs {
		if r, ok := p.Account.Lacks(section); ok {
			return r, true
		}
	}
	if c.EveryUser && p.Account.SSHKeysAsked != "all" {
		return snapshot.Reason{Cause: findings.NotCollected, Action: "iam:ListSSHPublicKeys"}, true
	}
	for _, section := range c.OrgNeeds {
		if section == snapshot.SectionAccounts && givenByHand(p.Org) {
			continue
		}
		if r, ok := p.Org.Lacks(section); ok {
			return r, true
		}
	}
	return snapshot.Reason{}, false
}

// givenByHand reports whether a file or the caller named the accounts. Such a list is never complete, which is no gap: checks
// of an account that read it say what they do not know.
func givenByHand(o *snapshot.Organization) bool {
	return len(o.Accounts) > 0 && !strings.HasPrefix(o.Population, "organization")
}

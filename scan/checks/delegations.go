package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// inventory is what an allow-list check says while nobody has decided what is allowed: one line that shows what is there.
func (p *OrgPass) inventory(key string, entries []string) {
	if len(entries) == 0 {
		p.OK()
		return
	}
	p.Fail(p.Org.ManagementID, p.organization(), "nobody has decided about %s: list what may stay in %s",
		quantity(len(entries), "entry", "entries"), key).
		At(findings.Info).Detail("inventory").Evidence("found", strings.Join(entries, ", "))
}

func delegationNames(list []snapshot.Delegation) []string {
	var out []string
	for _, d := range list {
		out = append(out, d.Account+"/"+d.Service)
	}
	return distinct(out)
}

func serviceNames(list []snapshot.TrustedService) []string {
	var out []string
	for _, s := range list {
		out = append(out, s.Service)
	}
	return distinct(out)
}

func approvedDelegation(approved []string, d snapshot.Delegation) bool {
	return slices.Contains(approved, d.Account) || slices.Contains(approved, d.Account+"/"+d.Service)
}

// staleDelegation says why a delegation should not be there any more; empty when it may.
func staleDelegation(p *OrgPass, d snapshot.Delegation) string {
	i := slices.IndexFunc(p.Org.Accounts, func(a snapshot.OrgAccount) bool { return a.ID == d.Account })
	trusted := func(s snapshot.TrustedService) bool { return s.Service == d.Service }
	switch {
	case i < 0:
		return "the account is not a member"
	case inactiveAccount(p.Org.Accounts[i].State):
		return "the account is " + string(p.Org.Accounts[i].State)
	case !slices.ContainsFunc(p.Org.TrustedAccess, trusted):
		return "the service has no trusted access"
	case len(p.Params.SecurityOUs) > 0 && !within(&p.Org.Accounts[i], p.Params.SecurityOUs):
		return "the account is not in security_ous"
	}
	return ""
}

// within reports whether an account lies in one of the units, given by id or by path of names, or below.
func within(a *snapshot.OrgAccount, units []string) bool {
	return slices.ContainsFunc(units, func(unit string) bool {
		return slices.Contains(a.Parents, unit) || a.OU == unit || strings.HasPrefix(a.OU, unit+"/")
	})
}

// policyWrites are the actions by which a control policy can be changed or taken away.
var policyWrites = []string{
	"organizations:AttachPolicy", "organizations:CreatePolicy", "organizations:DeletePolicy", "organizations:DetachPolicy",
	"organizations:DisablePolicyType", "organizations:EnablePolicyType", "organizations:UpdatePolicy",
}

// judgeDelegationPolicy reports whom the organization's resource policy lets change policies.
func judgeDelegationPolicy(p *OrgPass) {
	if p.Org.ResourcePolicy == "" {
		p.OK()
		return
	}
	d := policy.Parse(p.Org.ResourcePolicy)
	if !understood(d) {
		p.Unknown(p.Org.ManagementID, p.organization(), snapshot.Reason{
			Cause: findings.Error, Action: "organizations:DescribeResourcePolicy",
		}, "the organization's resource policy is not a policy that can be read")
		return
	}
	undecided := judgePolicyAdmins(p, d)
	if len(undecided) > 0 {
		p.inventory("approved_policy_admins", undecided)
	}
	p.OK()
}

// judgePolicyAdmins reports the principals that are too many whatever anybody decides, and those that the list lacks. It
// returns the accounts that nobody has decided about.
func judgePolicyAdmins(p *OrgPass, d *policy.Document) []string {
	reach := map[string]findings.Severity{}
	for i := range d.Statements {
		s := &d.Statements[i]
		if !s.Allows() || !slices.ContainsFunc(policyWrites, func(action string) bool { return speaksOf(s, action) }) {
			continue
		}
		for _, who := range delegates(s) {
			reach[who] = max(reach[who], delegatedSeverity(s))
		}
	}
	var undecided []string
	for who, severity := range reach {
		switch member := p.isMember(who); {
		case member && who == p.Org.ManagementID, slices.Contains(p.Params.ApprovedPolicyAdmins, who):
		case member && p.Params.ApprovedPolicyAdmins == nil:
			undecided = append(undecided, who)
		default:
			p.Fail(p.Org.ManagementID, p.organization(), "%s may change policies of the organization", delegateName(who, member)).
				Detail(who).At(severity)
		}
	}
	return distinct(undecided)
}

func (p *OrgPass) isMember(account string) bool {
	return slices.ContainsFunc(p.Org.Accounts, func(a snapshot.OrgAccount) bool { return a.ID == account })
}

func delegateName(who string, member bool) string {
	switch {
	case who == "*":
		return "anybody"
	case member:
		return "account " + who
	}
	return who + ", which is no member,"
}

// delegates are the principals of a statement: account ids, "*", or what else is written there.
func delegates(s *policy.Statement) []string {
	if s.Principal == nil || s.Principal.All || s.NotPrincipal != nil {
		return []string{"*"}
	}
	var out []string
	for _, name := range s.Principal.AWS {
		if parts := strings.SplitN(name, ":", 6); len(parts) == 6 {
			name = parts[4]
		}
		out = append(out, name)
	}
	return append(out, s.Principal.Service...)
}

// delegatedSeverity is medium for statements about types of policies that restrain nobody, such as tag policies.
func delegatedSeverity(s *policy.Statement) findings.Severity {
	for _, c := range s.Conditions {
		op := parseOperator(c.Operator)
		limited := strings.EqualFold(c.Key, "organizations:PolicyType") && !op.negated && !op.ifExists && matchers[op.name] != nil
		control := func(v string) bool { return policy.Match(v, serviceControl) || policy.Match(v, resourceControl) }
		if limited && !slices.ContainsFunc(c.Values, control) {
			return findings.Medium
		}
	}
	return findings.High
}

package checks

import (
	"maps"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// guardrail is something that control policies should deny to principals of member accounts. What counts is the effect on a
// request, not a policy's name or a statement's Sid.
type guardrail struct {
	// act is what the requirements name the objects of, with a space behind it; empty when they name the act themselves.
	act          string
	requirements []requirement
	// principals are whom it must bind: ends of ARNs.
	principals []string
	// resource is the ARN that it must protect, after "arn:PARTITION:"; "ACCOUNT" stands for the account's id. Empty when
	// the actions must be denied on every resource.
	resource string
	// narrow lets a Deny on certain resources of the service count.
	narrow bool
	// known are further circumstances of the request.
	known circumstances
	// key is a condition key that the Deny must be about; empty for any.
	key string
}

// requirement is a set of actions that must be denied; what names them in a message.
type requirement struct {
	what    string
	actions []string
}

// Names that no exemption is meant for: one short and one long for each kind of principal, so that a pattern that exempts
// both exempts everybody.
var (
	ordinary = []string{
		"role/qq", "role/zz/" + strings.Repeat("z", 60), "user/qq", "user/zz/" + strings.Repeat("z", 60),
	}
	everybody = append(slices.Clone(ordinary), "root")
)

// guardVerdict is what a guard's absence or presence in one account looks like.
type guardVerdict struct {
	// lack says what is not denied; empty when the guard is there. Accounts with the same lack can share a finding.
	lack string
	// exempt are those whom the guard leaves out, sorted.
	exempt []string
}

// judge holds what the account inherits against the guard.
func (g guardrail) judge(in inheritance) guardVerdict {
	var v guardVerdict
	var missing []string
	for _, r := range g.requirements {
		if slices.ContainsFunc(r.actions, func(action string) bool { return !g.denies(in, action, &v) }) {
			missing = append(missing, r.what)
		}
	}
	v.exempt = distinct(v.exempt)
	v.lack = inWords(missing)
	return v
}

// denies reports whether every principal that the guard is for is denied the action.
func (g guardrail) denies(in inheritance, action string, v *guardVerdict) bool {
	if g.key == "" && in.unlisted(action) {
		return true
	}
	for _, principal := range g.principals {
		known := in.circumstances(principal)
		maps.Copy(known, g.known)
		denied := false
		in.each(func(p *controlPolicy, s *policy.Statement) {
			if s.Effect == "Deny" && speaksOf(s, action) && g.reaches(in, s, action) && g.applies(p.document, s, known) {
				denied = true
				v.exempt = append(v.exempt, exemptions(s)...)
			}
		})
		if !denied {
			return false
		}
	}
	return true
}

// reaches reports whether a statement covers the resources that matter.
func (g guardrail) reaches(in inheritance, s *policy.Statement, action string) bool {
	if s.AllResources() {
		return true
	}
	if g.resource != "" {
		arn := "arn:" + in.org.Partition + ":" + strings.ReplaceAll(g.resource, "ACCOUNT", in.account.ID)
		matches := func(pattern string) bool { return policy.Match(pattern, arn) }
		if s.NotResources != nil {
			return !slices.ContainsFunc(s.NotResources, matches)
		}
		return slices.ContainsFunc(s.Resources, matches)
	}
	service, _, _ := strings.Cut(action, ":")
	return g.narrow && slices.ContainsFunc(s.Resources, func(pattern string) bool {
		parts := strings.SplitN(pattern, ":", 6)
		return len(parts) == 6 && policy.Match(parts[2], service)
	})
}

// applies reports whether the conditions of a Deny are met for certain.
func (g guardrail) applies(d *policy.Document, s *policy.Statement, known circumstances) bool {
	about := g.key == ""
	for _, condition := range s.Conditions {
		about = about || strings.EqualFold(condition.Key, g.key)
		if known.holds(condition, d.Version == "2012-10-17") != snapshot.TriTrue {
			return false
		}
	}
	return about
}

// circumstances are what is known of any request that a principal of the account makes itself.
func (in inheritance) circumstances(principal string) circumstances {
	kind, _, _ := strings.Cut(principal, "/")
	path := in.org.ID + "/" + strings.Join(in.account.Parents, "/") + "/"
	return circumstances{
		"aws:principalarn":          {"arn:" + in.org.Partition + ":iam::" + in.account.ID + ":" + principal},
		"aws:principalaccount":      {in.account.ID},
		"aws:principalorgid":        {in.org.ID},
		"aws:principalorgpaths":     {path},
		"aws:principaltype":         {map[string]string{"role": "AssumedRole", "user": "User", "root": "Account"}[kind]},
		"aws:principalisawsservice": {"false"},
		"aws:viaawsservice":         {"false"},
		"aws:principalservicename":  nil,
		"aws:assumedroot":           nil,
		"aws:resourceaccount":       {in.account.ID},
		"aws:resourceorgid":         {in.org.ID},
		"aws:resourceorgpaths":      {path},
	}
}

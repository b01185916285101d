package access

import (
	"slices"

	"github.com/orgscan/orgscan/scan/policy"
)

// Verdict says whether a principal is an effective administrator (Admin), or may do one action (May).
type Verdict struct {
	// Outcome is Allow for an administrator or who may, Deny for who is none or may not, and Depends when it hangs on conditions or on what could not
	// be read.
	Outcome policy.Outcome
	// By names the policies that grant it, sorted; empty for Deny, and for a Depends that only unread policies could grant.
	By []string
	// Conditions are the condition keys that a Depends hangs on, as written, sorted.
	Conditions []string
	// Unread names what could not be read and could decide a Depends, sorted.
	Unread []string
}

// Certain reports whether the principal is an administrator whatever is not known.
func (v Verdict) Certain() bool { return v.Outcome == policy.Allow }

// Possible reports whether the principal is an administrator for certain or under conditions.
func (v Verdict) Possible() bool { return v.Outcome != policy.Deny }

// Granted reports whether policies that could be read make the principal an administrator, perhaps only under conditions,
// and unless what could not be read takes it away.
func (v Verdict) Granted() bool { return v.Possible() && len(v.By) > 0 }

// Admin decides whether a principal is an effective administrator of its account. It is one when both hold:
//
// Its own policies grant, on any resource, either everything but some actions, or every one of the actions by which
// identities, credentials and permissions are made. Whoever can make any principal with any permission has all
// permissions, so that "iam:*" is enough and PowerUserAccess is not; a single one of the actions is a path to admin, not
// admin.
//
// And whatever its own Deny statements, its boundary and the service control policies take away, a way is left to an
// identity without limits: a new role, a changed role or a new user. So an administrator who may not make users, or not
// touch one protected role, still is one; an administrator without IAM is none.
func Admin(p *Principal) Verdict {
	grants, outcome := granted(p)
	if outcome == policy.Deny {
		if !slices.Contains(p.Policies.Unread, policy.Identity) {
			return Verdict{Outcome: policy.Deny}
		}
		grants, outcome = &question{}, policy.Depends
	}
	left := &question{principal: p, policies: p.Policies}
	outcome = least(outcome, left.reach(ways))
	if grants.more {
		grants.by = append(grants.by, left.by...)
	}
	return verdict(p, grants, left, outcome)
}

// granted asks what those of the principal's own policies grant that could be read, whatever limits them. Who has all of
// the essential actions is an administrator by the policies that give those; else more policies may be needed: those that
// grant everything but some actions, and those that leave a way.
func granted(p *Principal) (*question, policy.Outcome) {
	policies := granting(p)
	part := &question{principal: p, policies: policies}
	outcome := part.all(essentials)
	if outcome == policy.Allow {
		return part, outcome
	}
	whole := &question{principal: p, policies: policies, more: true}
	if full := whole.all(everything); most(full, outcome) != outcome {
		return whole, full
	}
	return part, outcome
}

func verdict(p *Principal, grants, left *question, outcome policy.Outcome) Verdict {
	switch outcome {
	case policy.Deny:
		return Verdict{Outcome: policy.Deny}
	case policy.Allow:
		return Verdict{Outcome: policy.Allow, By: distinct(grants.by)}
	default:
		return Verdict{
			Outcome: policy.Depends, By: distinct(grants.by),
			Conditions: distinct(append(grants.keys, left.keys...)), Unread: distinct(p.Unread),
		}
	}
}

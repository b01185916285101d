package snapshot

// PolicyUse is how many principals a managed policy is attached to, and how many it bounds.
type PolicyUse struct{ Attachments, Boundaries int }

// CountedIn returns the policy with the counts of its answer, or with what its principals tell where that is more: an
// answer may leave the counts out, and a policy in use must not look unused.
func (u PolicyUse) CountedIn(p ManagedPolicy) ManagedPolicy {
	p.Attachments, p.BoundaryUses = max(p.Attachments, u.Attachments), max(p.BoundaryUses, u.Boundaries)
	return p
}

// PolicyUses returns the managed policies that are attached to a principal or bound one, by ARN.
func (a *Account) PolicyUses() map[string]PolicyUse {
	uses := map[string]PolicyUse{}
	for i := range a.Users {
		countUses(uses, a.Users[i].Boundary, a.Users[i].Attached)
	}
	for i := range a.Groups {
		countUses(uses, "", a.Groups[i].Attached)
	}
	for i := range a.Roles {
		countUses(uses, a.Roles[i].Boundary, a.Roles[i].Attached)
	}
	return uses
}

func countUses(uses map[string]PolicyUse, boundary string, attached []AttachedPolicy) {
	if boundary != "" {
		u := uses[boundary]
		u.Boundaries++
		uses[boundary] = u
	}
	for _, p := range attached {
		u := uses[p.ARN]
		u.Attachments++
		uses[p.ARN] = u
	}
}

// TakePolicies fills Policies, once the principals are there, from what the authorization details list. Of the policies
// that AWS owns, it keeps those that some principal uses.
func (a *Account) TakePolicies(listed []ManagedPolicy) {
	uses := a.PolicyUses()
	for i := range listed {
		used, inUse := uses[listed[i].ARN]
		if !listed[i].AWSManaged() || inUse {
			a.Policies = append(a.Policies, used.CountedIn(listed[i]))
		}
	}
}

// WithoutDocument returns the policies in use whose version in force is not among Policies, by ARN.
func (a *Account) WithoutDocument() map[string]PolicyUse {
	absent := a.PolicyUses()
	for i := range a.Policies {
		if a.Policies[i].hasDefault() {
			delete(absent, a.Policies[i].ARN)
		}
	}
	return absent
}

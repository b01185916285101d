package collect

import "github.com/orgscan/orgscan/scan/snapshot"

// policyUse is how many principals a managed policy is attached to, and how many it bounds.
type policyUse struct{ attachments, boundaries int }

// countedIn returns the policy with the counts of its answer, or with what its principals tell where that is more: an
// answer may leave the counts out, and a policy in use must not look unused.
func (u policyUse) countedIn(p snapshot.ManagedPolicy) snapshot.ManagedPolicy {
	p.Attachments, p.BoundaryUses = max(p.Attachments, u.attachments), max(p.BoundaryUses, u.boundaries)
	return p
}

// policyUses returns the managed policies that are attached to a principal or bound one, by ARN.
func policyUses(account *snapshot.Account) map[string]policyUse {
	uses := map[string]policyUse{}
	for i := range account.Users {
		countUses(uses, account.Users[i].Boundary, account.Users[i].Attached)
	}
	for i := range account.Groups {
		countUses(uses, "", account.Groups[i].Attached)
	}
	for i := range account.Roles {
		countUses(uses, account.Roles[i].Boundary, account.Roles[i].Attached)
	}
	return uses
}

func countUses(uses map[string]policyUse, boundary string, attached []snapshot.AttachedPolicy) {
	if boundary != "" {
		u := uses[boundary]
		u.boundaries++
		uses[boundary] = u
	}
	for _, p := range attached {
		u := uses[p.ARN]
		u.attachments++
		uses[p.ARN] = u
	}
}

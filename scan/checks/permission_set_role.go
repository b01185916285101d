package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// judgeSetOf compares a role with the permission set that it was made for.
func judgeSetOf(p *Pass, r *snapshot.Role) {
	c, name := p.Org.IdentityCenter, permissionSetOf(r)
	i := slices.IndexFunc(c.PermissionSets, func(s snapshot.PermissionSet) bool {
		return s.Name == name && slices.Contains(s.Provisioned, p.Account.ID)
	})
	switch {
	case c.Instance == nil:
		p.Unknown(r.ARN, noInstanceFound, "no instance of IAM Identity Center was found that explains the role")
		return
	case i < 0:
		p.Fail(r.ARN, "no permission set is provisioned in the account that the role could belong to")
		return
	}
	differences := setDifferences(p, &c.PermissionSets[i], r)
	if len(differences) == 0 {
		p.OK(r.ARN)
		return
	}
	p.Fail(r.ARN, "the role differs from permission set %s", name).Evidence("differences", strings.Join(differences, "; "))
}

// setDifferences lists what a role has too much and too little of, sorted.
func setDifferences(p *Pass, s *snapshot.PermissionSet, r *snapshot.Role) []string {
	want, got := setPolicies(p, s), rolePolicies(r)
	differences := slices.Concat(lacking("lacks ", want, got), lacking("has ", got, want))
	if !sameInline(p, s, r) {
		differences = append(differences, "has another inline policy")
	}
	return distinct(differences)
}

// setPolicies are the policies and the boundary that the role of a permission set must have in the account.
func setPolicies(p *Pass, s *snapshot.PermissionSet) []string {
	own := func(ref snapshot.PolicyReference) string {
		return "arn:" + p.Account.Partition + ":iam::" + p.Account.ID + ":policy" + ref.Path + ref.Name
	}
	var all []string
	for _, a := range s.AWSManaged {
		all = append(all, "policy "+a.ARN)
	}
	for _, ref := range s.CustomerManaged {
		all = append(all, "policy "+own(ref))
	}
	if s.CustomerBoundary != nil {
		all = append(all, "boundary "+own(*s.CustomerBoundary))
	}
	if s.Boundary != "" {
		all = append(all, "boundary "+s.Boundary)
	}
	return all
}

func rolePolicies(r *snapshot.Role) []string {
	var all []string
	for _, a := range r.Attached {
		all = append(all, "policy "+a.ARN)
	}
	if r.Boundary != "" {
		all = append(all, "boundary "+r.Boundary)
	}
	return all
}

// sameInline compares what the inline policies say, not how they are written.
func sameInline(p *Pass, s *snapshot.PermissionSet, r *snapshot.Role) bool {
	if s.Inline == "" || len(r.Inline) != 1 {
		return s.Inline == "" && len(r.Inline) == 0
	}
	return p.Document(s.Inline).Hash() == p.Document(r.Inline[0].Document).Hash()
}

// lacking lists what is in the first list alone.
func lacking(verb string, list, other []string) []string {
	var out []string
	for _, item := range list {
		if !slices.Contains(other, item) {
			out = append(out, verb+item)
		}
	}
	return out
}

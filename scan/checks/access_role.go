package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// defaultAccessRoles returns the ARN of the role that Organizations makes in new accounts, if it still does what it is made
// for: everything, for the whole management account.
func defaultAccessRoles(p *Pass) []string {
	out := []string{}
	for i := range p.Account.Roles {
		r := &p.Account.Roles[i]
		if r.Name == "OrganizationAccountAccessRole" && trustsAllOf(p.Document(r.Trust), p.Org.ManagementID) && grantsAll(p, r) {
			out = append(out, r.ARN)
		}
	}
	return distinct(out)
}

// trustsAllOf reports whether a trust policy lets an account decide who assumes the role.
func trustsAllOf(d *policy.Document, account string) bool {
	return slices.ContainsFunc(d.Statements, func(s policy.Statement) bool {
		return s.Allows() && speaksOf(&s, "sts:AssumeRole") && s.Principal != nil &&
			slices.ContainsFunc(s.Principal.AWS, func(name string) bool {
				return name == account || strings.HasSuffix(name, ":iam::"+account+":root")
			})
	})
}

// grantsAll reports whether a policy of the role by itself allows everything.
func grantsAll(p *Pass, r *snapshot.Role) bool {
	return slices.ContainsFunc(roleDocuments(p, r), allowsAll)
}

// roleDocuments returns the role's inline and attached policies; attached ones that did not come with the data are left
// out, except AdministratorAccess, whose text is known.
func roleDocuments(p *Pass, r *snapshot.Role) []*policy.Document {
	var out []*policy.Document
	for _, inline := range r.Inline {
		out = append(out, p.Document(inline.Document))
	}
	for _, attached := range r.Attached {
		if text, ok := managedDocument(p.Account, attached.ARN); ok {
			out = append(out, p.Document(text))
		}
	}
	return out
}

func managedDocument(a *snapshot.Account, arn string) (string, bool) {
	for _, list := range [][]snapshot.ManagedPolicy{a.Policies, a.ManagedDocuments} {
		for i := range list {
			if list[i].ARN == arn {
				return list[i].DefaultDocument()
			}
		}
	}
	if strings.HasSuffix(arn, ":iam::aws:policy/AdministratorAccess") {
		return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`, true
	}
	return "", false
}

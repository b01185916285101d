package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/access"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:           "privesc-credential-access",
		Group:        "privesc",
		Title:        "principal can read stored credentials everywhere",
		Severity:     findings.Medium,
		Why:          "Secrets, parameters and stored state hold keys of other principals, and of systems beyond AWS.",
		Fix:          "Name under Resource what the principal must read, and keep credentials in Secrets Manager alone.",
		Blind:        "What is stored, whose credentials they are, permissions on some resources only, and credentials left in configurations such as templates and start scripts.",
		References:   []string{escalationPage},
		Since:        "0.1.0",
		OffByDefault: true,
	},
	Needs: accessNeeds, OrgUses: accessUses,
	NoSubject: "no users and roles",
	Eval: func(p *Pass) {
		for i := range p.Account.Users {
			u := &p.Account.Users[i]
			judgeReader(p, p.Access().User(u), p.Access().UserAdmin(u))
		}
		for i := range p.Account.Roles {
			r := &p.Account.Roles[i]
			if serviceLinked(r) {
				p.NotApplicable(r.ARN, "service-linked role")
				continue
			}
			if o := judgeReader(p, p.Access().Role(r), p.Access().RoleAdmin(r)); o != nil {
				label(o, r)
			}
		}
	},
})

// judgeReader reports a principal that may read what credentials are stored in, whatever the resource.
func judgeReader(p *Pass, principal *access.Principal, admin access.Verdict) *Outcome {
	arn := principal.Caller.ARN
	if admin.Granted() {
		p.NotApplicable(arn, "an administrator already")
		return nil
	}
	var reads, by, keys []string
	free := false
	for _, t := range access.StoredCredentials() {
		v := access.May(principal, t.Actions[0], access.Any)
		if !v.Granted() || slices.Contains(v.Conditions, "Resource") {
			continue
		}
		reads, by = append(reads, t.Actions[0]), append(by, v.By...)
		free, keys = free || len(limiting(v.Conditions)) == 0, append(keys, limiting(v.Conditions)...)
	}
	if len(reads) == 0 {
		p.OK(arn)
		return nil
	}
	if free {
		keys = nil
	}
	o := p.Fail(arn, "can read what credentials are stored in: %s%s", strings.Join(reads, ", "), onlyUnder(keys))
	return limitedBy(p, o, sortedOnce(keys)).Evidence("allowed by", strings.Join(sortedOnce(by), ", "))
}

func sortedOnce(list []string) []string {
	out := slices.Clone(list)
	slices.Sort(out)
	return slices.Compact(out)
}

package checks

import "github.com/orgscan/orgscan/findings"

var _ = register(Check{
	Rule: findings.Rule{
		ID:         "account-too-many-admins",
		Group:      "admin",
		Title:      "account has too many administrators",
		Severity:   findings.Medium,
		Why:        "Each is one more password, key or session that is all it takes to own the account, and nobody can watch so many.",
		Fix:        "Keep a permission set and a break-glass role for administration; give everybody else what their work needs.",
		Blind:      "How many people hold a permission set or may use a provider, and who can become another role that a trust policy names.",
		References: []string{leastPrivilege},
		Since:      "0.1.0",
	},
	Needs: accessNeeds, OrgUses: accessUses,
	Eval: func(p *Pass) {
		a := people(p)
		root, limit := p.Account.RootARN(), p.Params.AdminMax
		switch granted := len(a.firm) + len(a.limited); {
		case granted > limit:
			o := p.Fail(root, "%s with all permissions; the limit is %d",
				quantity(granted, "user or role that people assume", "users and roles that people assume"), limit).
				Evidence("administrators", named(a.firm, a.limited))
			if len(a.firm) <= limit {
				o.At(findings.Low).Evidence("only under conditions", named(a.limited))
			}
		case granted+len(a.undecided) > limit:
			p.Unknown(root, unparsed, "whether there are more than %d administrators depends on policies that could not be read", limit).
				Evidence("undecided", named(a.undecided))
		default:
			p.OK(root)
		}
	},
})

package checks

import "github.com/orgscan/orgscan/findings"

var _ = register(Check{
	Rule: findings.Rule{
		ID:           "account-too-few-admins",
		Group:        "admin",
		Title:        "account has too few administrators",
		Severity:     findings.Medium,
		OffByDefault: true,
		Why:          "When the one administrator is away or has lost a device, an incident waits, or somebody reaches for the root user.",
		Fix:          "Assign the administration permission set of the account to a second person, or make a break-glass role.",
		Blind:        "How many people hold a permission set or may use a provider: each counts once.",
		References:   []string{leastPrivilege},
		Since:        "0.1.0",
	},
	Needs: accessNeeds, OrgNeeds: accessUses,
	Eval: func(p *Pass) {
		a := people(p)
		root, limit := p.Account.RootARN(), p.Params.AdminMin
		switch granted := len(a.firm) + len(a.limited); {
		case granted >= limit:
			p.OK(root)
		case granted+len(a.undecided) >= limit:
			p.Unknown(root, unparsed, "whether there are fewer than %d administrators depends on policies that could not be read", limit).
				Evidence("undecided", named(a.undecided))
		default:
			o := p.Fail(root, "%s with all permissions; at least %d are wanted",
				quantity(granted, "user or role that people assume", "users and roles that people assume"), limit)
			if granted > 0 {
				o.Evidence("administrators", named(a.firm, a.limited))
			}
		}
	},
})

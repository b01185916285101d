package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "sso-account-instance", Group: "sso", Severity: findings.Medium,
		Title: "a member account has an instance of IAM Identity Center of its own",
		Why: "Its users and groups are another directory, which nobody keeps in step with the organization's: who left there " +
			"stays here, and applications trust it.",
		Fix: "Move its applications to the organization's instance, delete it, and deny sso:CreateInstance by a service control " +
			"policy.",
		Blind:      "What the applications of the instance may do.",
		References: []string{"https://docs.aws.amazon.com/singlesignon/latest/userguide/account-instances-identity-center.html"},
		Since:      "0.1.0",
	},
	Needs: []snapshot.Section{snapshot.SectionSSOInstances},
	Scope: func(o *snapshot.Organization, _ *Params, account string) string {
		switch o.ManagementID {
		case "":
			return "without the organization an instance of the account cannot be told from the organization's"
		case account:
			return "an instance of the management account is the organization's"
		}
		return ""
	},
	Eval: func(p *Pass) {
		list := p.Account.SSOInstances.Instances
		if len(list) == 0 {
			p.OK(p.Account.RootARN())
		}
		for _, i := range list {
			p.Fail(i.ARN, "the account has its own instance in %s", orElse(i.Region, "a Region that AWS does not name")).
				Evidence("identity store", i.IdentityStore).Evidence("made", date(i.Created))
		}
	},
})

package checks

import "github.com/orgscan/orgscan/findings"

var _ = register(Check{
	Rule: findings.Rule{
		ID: "root-multi-person-approval", Group: "root", Severity: findings.Info,
		Title: "nobody attested that root use takes two people",
		Why:   "One person who holds both password and MFA device can take over the organization alone, unseen until it is done.",
		Fix: "Give password and MFA device of the management account's root user to different people, " +
			"and write down every use with a ticket and who approved it.",
		Blind:      "Everything: no API tells who keeps what. The answer is a person's.",
		References: []string{rootBestPractices},
		Since:      "0.1.0",
	},
	Judge: func(p *OrgPass) {
		p.Manual(p.Org.ManagementID, p.root(p.Org.ManagementID),
			"attest that using the management account's root user takes two people: ticket, approvers, date")
	},
})

package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "account-security-contact-missing", Group: "account", Severity: findings.Medium,
		Title: "the account has no security contact",
		Why: "AWS writes about leaked keys and abuse to this contact. Without one the warning ends up in the root user's mailbox, " +
			"which nobody reads at night.",
		Fix:        "Set the alternate contact for security to a mailbox that people on call read, in every account, from the management account.",
		Blind:      "Whether anybody reads the mailbox, and whether it still exists.",
		References: []string{altContactsPage},
		Since:      "0.1.0",
	},
	Needs: []snapshot.Section{snapshot.SectionContacts},
	Eval: func(p *Pass) {
		root := p.Account.RootARN()
		if address := p.Account.Contacts.Security; address != "" {
			p.Passed(root, "the security contact is "+address)
			return
		}
		p.Fail(root, "there is no alternate contact for security")
	},
})

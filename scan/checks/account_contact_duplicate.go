package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "account-contact-duplicate", Group: "account", Severity: findings.Low,
		Title: "the security contact is nobody of its own",
		Why: "A contact that is the root user's mailbox adds nobody who hears the warning, the billing desk cannot act on it, " +
			"and a mailbox elsewhere leaves with whoever runs it.",
		Fix:        "Give the security contact an address of its own, one that the security team reads, in a domain of yours.",
		Blind:      "Two addresses that end up in one mailbox. Without contact_domains any domain passes.",
		References: []string{altContactsPage},
		Since:      "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionContacts},
	OrgNeeds:  []snapshot.Section{snapshot.SectionAccounts},
	NoSubject: "no security contact",
	Eval: func(p *Pass) {
		if p.Account.Contacts.Security != "" {
			judgeSecurityContact(p, p.Account.Contacts)
		}
	},
})

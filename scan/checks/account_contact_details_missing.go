package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "account-contact-details-missing", Group: "account", Severity: findings.Low,
		Title: "the account's contact details are incomplete or unconfirmed",
		Why: "When the root user is lost or taken over, AWS gives the account back to whom its contact details name: a telephone " +
			"that nobody answers ends that way back.",
		Fix: "Fill in the primary contact with the company's own name, address and telephone number, and confirm once a year that they hold.",
		Blind: "Whether complete details are true: that is a question to a person, once an account, as severity info. What the fields " +
			"say is not kept, only which of them are empty or hold a filler.",
		References: []string{contactsPage},
		Since:      "0.1.0",
	},
	Needs: []snapshot.Section{snapshot.SectionContacts},
	Eval: func(p *Pass) {
		root, c := p.Account.RootARN(), p.Account.Contacts
		if len(c.Empty)+len(c.Filler) == 0 {
			p.Manual(root, "confirm that the account's contact details are current: they are complete").At(findings.Info)
			return
		}
		o := p.Fail(root, "%s of the primary contact cannot be true", quantity(len(c.Empty)+len(c.Filler), "field", "fields"))
		if len(c.Empty) > 0 {
			o.Evidence("empty", inOrder(c.Empty))
		}
		if len(c.Filler) > 0 {
			o.Evidence("filler", inOrder(c.Filler))
		}
	},
})

func inOrder(names []string) string { return strings.Join(slices.Sorted(slices.Values(names)), ", ") }

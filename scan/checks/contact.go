package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	contactsPage    = "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact.html"
	altContactsPage = "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact-alternate.html"
)

func judgeSecurityContact(p *Pass, c *snapshot.Contacts) {
	root, owner := p.Account.RootARN(), rootAddress(p)
	foreign := len(p.Params.ContactDomains) > 0 && !slices.ContainsFunc(p.Params.ContactDomains, func(d string) bool {
		return strings.EqualFold(d, c.Security[strings.LastIndex(c.Security, "@")+1:])
	})
	problems := []struct {
		detail, message string
		found           bool
	}{
		{"root", "is the root user's address", strings.EqualFold(c.Security, owner)},
		{"billing", "is the billing contact's address", strings.EqualFold(c.Security, c.Billing)},
		{"domain", "is in none of contact_domains", foreign},
	}
	good := true
	for _, problem := range problems {
		if problem.found {
			good = false
			p.Fail(root, "the security contact %s %s", c.Security, problem.message).Detail(problem.detail)
		}
	}
	switch {
	case owner == "" && givenByHand(p.Org):
		p.Manual(root, "compare the security contact %s with the root user's address: only the organization tells that", c.Security).
			At(findings.Info).Detail("root")
	case owner == "":
		reason := snapshot.Reason{Cause: findings.Error, Action: "organizations:ListAccounts"}
		p.Unknown(root, reason, "the account list does not say the root user's address").Detail("root")
	case good:
		p.OK(root)
	}
}

// rootAddress returns the root user's address as the account list has it; empty when it is not known.
func rootAddress(p *Pass) string {
	if a := p.Org.Account(p.Account.ID); a != nil {
		return a.Email
	}
	return ""
}

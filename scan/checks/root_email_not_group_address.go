package checks

import (
	"regexp"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "root-email-not-group-address", Group: "root", Severity: findings.Low,
		Title: "a root user's e-mail address is not a group mailbox",
		Why: "Whoever reads the mailbox can reset the root password, and when the one person behind it leaves, nobody can. " +
			"A lapsed foreign domain hands the account to whoever registers it.",
		Fix:   "Change the root user's address to a group mailbox in a domain of yours, one address an account.",
		Blind: "Who reads a mailbox: only the address is compared with the configured domains and pattern.",
		References: []string{
			rootBestPractices,
			"https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-root-user-email.html",
		},
		Since: "0.1.0",
	},
	OrgNeeds: []snapshot.Section{snapshot.SectionAccounts},
	Judge: func(p *OrgPass) {
		domains, expression := p.Params.RootEmailDomains, p.Params.RootEmailPattern
		if len(domains) == 0 && expression == "" {
			p.NotApplicable("neither root_email_domains nor root_email_pattern is configured")
			return
		}
		pattern := regexp.MustCompile(expression)
		for _, a := range p.Org.Accounts {
			if a.Skip == "" {
				judgeRootEmail(p, a, pattern)
			}
		}
		if !slices.ContainsFunc(p.Org.Accounts, func(a snapshot.OrgAccount) bool { return a.Skip == "" }) {
			p.NotApplicable("no account is in scope")
		}
	},
})

func judgeRootEmail(p *OrgPass, a snapshot.OrgAccount, pattern *regexp.Regexp) {
	root := p.root(a.ID)
	domain := a.Email[strings.LastIndex(a.Email, "@")+1:]
	known := func(d string) bool { return strings.EqualFold(d, domain) }
	switch {
	case a.Email == "":
		reason := snapshot.Reason{Cause: findings.NotCollected, Action: "organizations:ListAccounts"}
		p.Unknown(a.ID, root, reason, "the account list does not say the root user's address")
	case len(p.Params.RootEmailDomains) > 0 && !slices.ContainsFunc(p.Params.RootEmailDomains, known):
		p.Fail(a.ID, root, "the domain of %s is not one of root_email_domains", a.Email)
	case !pattern.MatchString(a.Email):
		p.Fail(a.ID, root, "%s does not match root_email_pattern", a.Email)
	default:
		p.OKIn(a.ID)
	}
}

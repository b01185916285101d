package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "coverage-account-failed", Group: "coverage", Severity: findings.High,
		Title: "the account could not be looked at",
		Why:   "Nothing is known of it: every problem it may have is hidden, and so is whoever caused the failure.",
		Fix: "Deploy the audit role in the account, let it trust the caller, and exempt it from policies that deny its reads. " +
			"`orgscan accounts --probe` names what is missing.",
		Blind:      "Accounts that are not in scope; the list of accounts says which and why.",
		References: []string{troubleshootRoles},
		Since:      "0.1.0",
	},
	// No needs: what is missing is what this check is about.
	Eval: func(p *Pass) {
		root := p.Account.RootARN()
		reason, isFailed := failed(p.Account)
		_, noSession := p.Account.Missing[snapshot.SectionIdentity]
		switch {
		case noSession:
			p.Unknown(root, reason, "no session in the account: %s", orElse(reason.Message, "the reason is not known"))
		case isFailed:
			p.Unknown(root, reason, "nothing but the caller's identity could be read: %s", orElse(reason.Message, "the reason is not known"))
		default:
			p.OK(root)
		}
	},
})

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "root-access-key-present", Group: "root", Severity: findings.Critical,
		Title: "the root user has an access key",
		Why: "Whoever gets hold of the key can do anything in the account, from anywhere and without a second factor; " +
			"in a management account no policy holds it back.",
		Fix: "Find out what uses the key, move that to a role, then deactivate the key and delete it. " +
			"Remove the root credentials of member accounts centrally.",
		Blind:      "A key that was made and deleted between two sweeps.",
		References: []string{rootBestPractices, rootKeyDelete},
		Since:      "0.1.0",
	},
	Needs: []snapshot.Section{snapshot.SectionCredentialReport, snapshot.SectionSummary},
	Eval: func(p *Pass) {
		root, counted := p.Account.RootARN(), p.Account.Summary[summaryRootKeys]
		row := p.Root()
		if row == nil && counted == 0 {
			rootRow(p)
			return
		}
		keys := rootKeys(row)
		for _, k := range keys {
			if k.Active {
				p.Fail(root, "access key created %s, %s", date(k.Rotated), keyUse(k.CredentialKey)).Detail(k.detail)
				continue
			}
			// Whoever can sign in as root can activate it again.
			p.Fail(root, "inactive access key created %s, %s", date(k.Rotated), keyUse(k.CredentialKey)).Detail(k.detail).At(findings.High)
		}
		switch {
		case len(keys) == 0 && counted > 0:
			p.Fail(root, "the account summary counts %s that the credential report does not show",
				quantity(counted, "access key", "access keys")).Detail("account-summary")
		case len(keys) == 0:
			p.OK(root)
		}
	},
})

package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "root-mfa-missing", Group: "root", Severity: findings.Critical,
		Title: "the root user has no MFA device",
		Why: "A guessed, leaked or reset password is then all it takes to own the account; whoever reads the root user's " +
			"mailbox can reset it.",
		Fix: "Register a security key or passkey for the root user. In member accounts rather delete the root credentials " +
			"through central root access.",
		Blind:      "Who holds the device, and whether a second one lies in a safe.",
		References: []string{rootMFAGuide, rootCentral},
		Since:      "0.1.0",
	},
	CausedBy: []string{"root-credentials-in-member-account"},
	Needs:    []snapshot.Section{snapshot.SectionCredentialReport, snapshot.SectionSummary},
	Eval: func(p *Pass) {
		root, row := p.Account.RootARN(), rootRow(p)
		if row == nil {
			return
		}
		password, key := rootPassword(p.Account, row), rootHoldsKey(p.Account, row)
		switch {
		case rootMFA(p.Account, row):
			p.OK(root)
		case p.Account.Partition == "aws-us-gov" && !key:
			p.NotApplicable(root, "the root user of a GovCloud account has no console sign-in")
		case password == snapshot.TriTrue && key:
			rootMFAFail(p, "no MFA device, although the root user has a password and an active access key")
		case password == snapshot.TriTrue:
			rootMFAFail(p, "no MFA device, although the root user has a password")
		case key:
			rootMFAFail(p, "no MFA device, although the root user has an active access key")
		case password == snapshot.TriUnknown:
			// The report alone says "not_supported" of root users with and without a password.
			p.Manual(root, "no MFA device, and AWS does not say whether the root user has a password")
		case len(rootKeys(row)) > 0:
			p.Passed(root, "no active root credentials")
		default:
			p.Passed(root, "no root credentials")
		}
	},
})

// rootMFAFail is critical where no service control policy can hold the root user back.
func rootMFAFail(p *Pass, message string) {
	o := p.Fail(p.Account.RootARN(), "%s", message)
	if !p.Management() {
		o.At(findings.High)
	}
}

package checks

import (
	"strings"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "root-mfa-not-hardware", Group: "root", Severity: findings.High,
		Title: "the root user's MFA device is virtual",
		Why: "The seed of an authenticator app can be copied, backed up to a cloud or phished; a security key or passkey " +
			"answers only the real site.",
		Fix: "Register a FIDO2 security key or a hardware token for the root user and remove the virtual device. " +
			"In member accounts rather delete the root credentials.",
		Blind: "A security key beside the virtual device: AWS lists only virtual ones. " +
			"An account without any device: that is root-mfa-missing.",
		References: []string{
			rootMFAGuide,
			"https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-6",
		},
		Since: "0.1.0",
	},
	CausedBy: []string{"root-credentials-in-member-account"},
	Needs:    []snapshot.Section{snapshot.SectionSummary, snapshot.SectionVirtualMFA},
	Eval: func(p *Pass) {
		root, serials := p.Account.RootARN(), rootVirtualDevices(p.Account)
		enabled, told := p.Account.Summary[summaryRootMFA]
		switch {
		case p.Account.Partition == "aws-us-gov" || p.Account.Partition == "aws-cn":
			p.NotApplicable(root, "the partition offers the root user no other kind of device")
		case !told:
			reason := snapshot.Reason{Cause: findings.Error, Action: "iam:GetAccountSummary"}
			p.Unknown(root, reason, "the account summary does not say whether the root user has MFA")
		case enabled == 0:
			p.NotApplicable(root, "the root user has no MFA device")
		case len(serials) == 0:
			p.OK(root)
		default:
			o := p.Fail(root, "the root user's MFA device is an authenticator app").Evidence("device", strings.Join(serials, " "))
			if !p.Management() {
				o.At(findings.Medium)
			}
		}
	},
})

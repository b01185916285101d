package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "user-mfa-not-hardware",
		Group:    "user",
		Title:    "user's MFA is a virtual device",
		Severity: findings.Low,
		Why:      "A six-digit code can be phished in real time, and its seed copied; a passkey or security key cannot be.",
		Fix:      "Register a passkey, security key or hardware token for the user and remove the virtual device.",
		Blind:    "Which kind of hardware it is. A virtual device removed since the report was made still counts as MFA of another kind.",
		References: []string{
			"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html",
			"https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListVirtualMFADevices.html",
		},
		Since: "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionCredentialReport, snapshot.SectionVirtualMFA},
	NoSubject: noReportedUsers,
	Eval: func(p *Pass) {
		virtual := map[string]bool{}
		for _, d := range p.Account.VirtualMFA {
			virtual[d.UserARN] = true
		}
		eachUser(p, func(u *snapshot.Credential) {
			switch {
			case !u.MFAActive:
				p.NotApplicable(u.ARN, "no MFA device")
			case virtual[u.ARN]:
				p.Fail(u.ARN, "signs in with a virtual MFA device")
			default:
				p.OK(u.ARN)
			}
		})
	},
})

package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID: "mgmt-iam-users", Group: "mgmt", Severity: findings.High,
		Title: "IAM users can sign in to the management account",
		Why: "Long-term credentials of the account that rules all others: whoever finds one starts above every " +
			"control policy.",
		Fix: "Let people come through Identity Center and machines through roles, delete the user, and list users " +
			"kept for emergencies in break_glass.",
		Blind:      "SSH keys and service-specific credentials. What the user may do.",
		References: []string{"https://docs.aws.amazon.com/organizations/latest/userguide/orgs_best-practices_mgmt-acct.html", leastPrivilege},
		Since:      "0.1.0",
	},
	Needs:     []snapshot.Section{snapshot.SectionPrincipals, snapshot.SectionCredentialReport},
	Scope:     managementOnly,
	NoSubject: "no IAM users",
	Eval: func(p *Pass) {
		eachLiveUser(p, func(p *Pass, u *snapshot.Credential) {
			held := credentialsOf(u)
			switch {
			case p.Params.isBreakGlass(p.Account.ID, u.ARN, u.User):
				p.NotApplicable(u.ARN, "a break-glass user")
			case len(held) > 0:
				p.Fail(u.ARN, "has %s in the management account", inWords(held))
			case u.PasswordEnabled == snapshot.TriUnknown:
				passwordUnreported(p, u)
			default:
				p.OK(u.ARN)
			}
		})
	},
})

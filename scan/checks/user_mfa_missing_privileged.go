package checks

import (
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/snapshot"
)

var _ = register(Check{
	Rule: findings.Rule{
		ID:       "user-mfa-missing-privileged",
		Group:    "user",
		Title:    "administrator can sign in to the console without MFA",
		Severity: findings.Critical,
		Why:      "One password that was guessed, phished or reused elsewhere is all it takes to own the account.",
		Fix:      "Register a passkey or a hardware MFA device for the user today, or remove the password.",
		Blind: "Keys, which work without MFA: see user-admin. Users who can become administrators by a further step. The " +
			"credential report is up to four hours old.",
		References: []string{"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html", leastPrivilege},
		Since:      "0.1.0",
	},
	Needs:   append([]snapshot.Section{snapshot.SectionCredentialReport}, accessNeeds...),
	OrgUses: accessUses, NoSubject: "no users",
	Eval: func(p *Pass) {
		verdicts := map[string]access.Verdict{}
		for i := range p.Account.Users {
			u := &p.Account.Users[i]
			verdicts[u.Name] = p.Access().UserAdmin(u)
		}
		eachLiveUser(p, func(p *Pass, u *snapshot.Credential) { judgePrivilegedMFA(p, u, verdicts[u.User]) })
	},
})

func judgePrivilegedMFA(p *Pass, u *snapshot.Credential, v access.Verdict) {
	switch {
	case !v.Possible():
		p.NotApplicable(u.ARN, notAdministrator)
	case u.PasswordEnabled == snapshot.TriFalse:
		p.NotApplicable(u.ARN, "no console password")
	case u.MFAActive:
		p.OK(u.ARN)
	case u.PasswordEnabled == snapshot.TriUnknown:
		passwordUnreported(p, u)
	case !v.Granted():
		undecidedAdministrator(p, u.ARN, v)
	default:
		o := p.Fail(u.ARN, "has all permissions in the account%s, a console password and no MFA device", onlyUnder(v.Conditions))
		byWhat(p, o, v).Evidence("password last used", lastUse(u.PasswordLastUsed))
	}
}

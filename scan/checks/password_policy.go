package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const passwordPolicyGuide = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html"

// passwordPolicyNeeds are read by the whole family: the policy, and from the credential report whether anybody has a
// password that it could govern.
var passwordPolicyNeeds = []snapshot.Section{snapshot.SectionPasswordPolicy, snapshot.SectionCredentialReport}

// judgePasswordPolicy fails the account when it has no password policy or when the policy breaks the rule. The word for
// what is wrong is built like fmt.Sprintf.
func judgePasswordPolicy(p *Pass, kept func(*snapshot.PasswordPolicy) bool, format string, args ...any) {
	root, policy := p.Account.RootARN(), passwordPolicy(p)
	switch {
	case !policy.Set:
		lessWithoutUsers(p, p.Fail(root, "the account has no password policy of its own").Evidence(findings.CausedBy, "password-policy-missing"))
	case kept(policy):
		p.OK(root)
	default:
		lessWithoutUsers(p, p.Fail(root, format, args...))
	}
}

// passwordPolicy returns the account's policy; when AWS answered with nothing, an account without one.
func passwordPolicy(p *Pass) *snapshot.PasswordPolicy {
	if p.Account.PasswordPolicy == nil {
		return &snapshot.PasswordPolicy{}
	}
	return p.Account.PasswordPolicy
}

// lessWithoutUsers lowers a finding to info while no IAM user has a password: the policy then governs nobody.
func lessWithoutUsers(p *Pass, o *Outcome) {
	if !slices.ContainsFunc(p.Credentials(), mayHavePassword) {
		o.At(findings.Info).Evidence("console_users", "0")
	}
}

// mayHavePassword counts a user about whom AWS does not say as one who has a password. The policy does not govern root.
func mayHavePassword(c snapshot.Credential) bool {
	return !c.IsRoot() && c.PasswordEnabled != snapshot.TriFalse
}

package checks

import (
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/snapshot"
)

// trait is something that accounts of one organization usually have in common.
type trait struct {
	// name is the detail of findings.
	name string
	// read returns what the account has; nil when the trait says nothing of it, and &unsaid when AWS does not tell.
	read func(p *Pass) *holding
}

// holding is what an account has of a trait. Equal holdings are equal values.
type holding struct {
	// one completes "the account has", many "the other accounts have".
	one, many string
	// safe marks the holding that no account should give up to be like the others.
	safe bool
}

var unsaid holding

// accountTraits are compared between accounts.
var accountTraits = []trait{
	{"password-policy", traitPasswordPolicy},
	{"password-length", traitPasswordLength},
	{"password-reuse", traitPasswordReuse},
	{"console-users", traitConsoleUsers},
	{"access-keys", traitAccessKeys},
	{"root-credentials", traitRootCredentials},
	{"identity-center", traitIdentityCenter},
	{"saml-providers", traitSAMLProviders},
	{"audit-role", traitAuditRole},
	{"support-access", traitSupportAccess},
}

// holdings reads every trait, in the order of accountTraits. Those of a few values are shared by all accounts, so that an
// account keeps little more than a word a trait.
func holdings(p *Pass) any {
	out := make([]*holding, 0, len(accountTraits))
	for _, t := range accountTraits {
		out = append(out, t.read(p))
	}
	return out
}

var (
	ownPolicy   = &holding{one: "a password policy of its own", many: "one", safe: true}
	noOwnPolicy = &holding{one: "no password policy of its own", many: "none"}

	longPasswords   = &holding{one: "a minimum password length of 14 or more", many: "one of 14 or more", safe: true}
	middlePasswords = &holding{one: "a minimum password length between 8 and 13", many: "one between 8 and 13"}
	shortPasswords  = &holding{one: "a minimum password length below 8", many: "one below 8"}

	refusedPasswords = &holding{one: "a password policy that refuses earlier passwords", many: "one that refuses them", safe: true}
	reusedPasswords  = &holding{one: "a password policy that refuses no earlier password", many: "one that refuses none"}

	consoleUsers   = &holding{one: "IAM users with a password", many: "some"}
	noConsoleUsers = &holding{one: "no IAM user with a password", many: "none", safe: true}

	keyUsers   = &holding{one: "IAM users with active access keys", many: "some"}
	noKeyUsers = &holding{one: "no IAM user with an active access key", many: "none", safe: true}

	bareRoot = &holding{one: "a root user without credentials", many: "one without credentials", safe: true}

	centerRoles   = &holding{one: "roles of IAM Identity Center", many: "some", safe: true}
	noCenterRoles = &holding{one: "no role of IAM Identity Center", many: "none"}

	noSAMLProvider = &holding{one: "no SAML provider", many: "none", safe: true}

	auditorRole   = &holding{one: "a role for auditors", many: "one", safe: true}
	noAuditorRole = &holding{one: "no role for auditors", many: "none"}

	supporter   = &holding{one: "a principal with AWSSupportAccess", many: "one", safe: true}
	noSupporter = &holding{one: "no principal with AWSSupportAccess", many: "none"}
)

func either(holds bool, yes, no *holding) *holding {
	if holds {
		return yes
	}
	return no
}

func traitPasswordPolicy(p *Pass) *holding {
	return either(passwordPolicy(p).Set, ownPolicy, noOwnPolicy)
}

// The classes of minimum lengths begin where AWS's own policy and CIS AWS Foundations 7.0 (2.8) do.
const (
	middlePasswordLength = 8
	longPasswordLength   = 14
)

// traitPasswordLength says nothing of accounts without a policy of their own: that is one deviation, not three.
func traitPasswordLength(p *Pass) *holding {
	policy := passwordPolicy(p)
	switch {
	case !policy.Set:
		return nil
	case policy.MinLength < middlePasswordLength:
		return shortPasswords
	case policy.MinLength < longPasswordLength:
		return middlePasswords
	}
	return longPasswords
}

func traitPasswordReuse(p *Pass) *holding {
	policy := passwordPolicy(p)
	if !policy.Set {
		return nil
	}
	return either(policy.Reuse > 0, refusedPasswords, reusedPasswords)
}

// traitConsoleUsers passes over users kept for emergencies, who stand in few accounts on purpose.
func traitConsoleUsers(p *Pass) *holding {
	out := noConsoleUsers
	for _, u := range ordinaryUsers(p) {
		switch u.PasswordEnabled {
		case snapshot.TriTrue:
			return consoleUsers
		case snapshot.TriUnknown:
			out = &unsaid
		case snapshot.TriFalse:
		}
	}
	return out
}

func traitAccessKeys(p *Pass) *holding {
	return either(slices.ContainsFunc(ordinaryUsers(p), func(u snapshot.Credential) bool { return len(activeKeys(&u)) > 0 }), keyUsers, noKeyUsers)
}

// ordinaryUsers are the rows of the IAM users that no break_glass names.
func ordinaryUsers(p *Pass) []snapshot.Credential {
	return slices.DeleteFunc(slices.Clone(p.Credentials()), func(u snapshot.Credential) bool {
		return u.IsRoot() || p.Params.isBreakGlass(p.Account.ID, u.ARN, u.User)
	})
}

func traitRootCredentials(p *Pass) *holding {
	h := holdingsOf(p)
	switch {
	case h.password == snapshot.TriUnknown:
		return &unsaid
	case len(h.held) == 0:
		return bareRoot
	}
	held := inWords(h.held)
	return &holding{one: "a root user with " + held, many: "one with " + held}
}

func traitIdentityCenter(p *Pass) *holding {
	return either(slices.ContainsFunc(p.Account.Roles, func(r snapshot.Role) bool { return identityCenter(&r) }), centerRoles, noCenterRoles)
}

// traitSAMLProviders compares names. The provider of Identity Center has another name in each account, and a trait of its own.
func traitSAMLProviders(p *Pass) *holding {
	var names []string
	for _, s := range p.Account.SAML {
		if name := samlName(s.ARN); !strings.HasPrefix(name, "AWSSSO_") {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return noSAMLProvider
	}
	phrase := "the SAML provider " + named(names)
	if len(names) > 1 {
		phrase = "the SAML providers " + named(names)
	}
	return &holding{one: phrase, many: phrase}
}

func traitAuditRole(p *Pass) *holding { return either(hasAuditor(p), auditorRole, noAuditorRole) }

func traitSupportAccess(p *Pass) *holding { return either(hasSupport(p), supporter, noSupporter) }

package checks

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
)

// strangerKeys are the condition keys whose value somebody with an AWS account of their own cannot choose, with the test
// whether one value keeps strangers out. All other keys are the caller's choice (session name, tags, region, MFA in the
// caller's account) or the same for every caller (aws:ResourceAccount), and restrict nobody.
var strangerKeys = map[string]func(limitValue) bool{
	"aws:principalorgid":    plain,
	"aws:principalorgpaths": organizationPath,
	"aws:principalaccount":  plain,
	"aws:principalarn":      inOneAccount,
	"aws:userid":            uniqueIDValue,
	"aws:sourceaccount":     plain,
	"aws:sourcearn":         sourceResource,
	"aws:sourceorgid":       plain,
	"aws:sourceorgpaths":    organizationPath,
	"aws:sourceip":          someNetwork,
	"aws:vpcsourceip":       someNetwork,
	"aws:sourcevpc":         plain,
	"aws:sourcevpce":        plain,
	"aws:federatedprovider": plain,
	"sts:externalid":        someText,
}

// keySpellings are the keys above, and others that messages name, as AWS writes them.
var keySpellings = []string{
	"aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalAccount", "aws:PrincipalArn", "aws:SourceAccount",
	"aws:SourceArn", "aws:SourceOrgID", "aws:SourceOrgPaths", "aws:SourceIp", "aws:VpcSourceIp", "aws:SourceVpc",
	"aws:SourceVpce", "aws:FederatedProvider", "sts:ExternalId", "sts:RoleSessionName",
}

// spelled writes a key as AWS does.
func spelled(key string) string {
	if i := slices.IndexFunc(keySpellings, func(s string) bool { return strings.EqualFold(s, key) }); i >= 0 {
		return keySpellings[i]
	}
	return key
}

// keepsStrangersOut returns the keys of the conditions that somebody outside cannot meet, in lower case and sorted.
func (set *conditionSet) keepsStrangersOut() []string {
	var keys []string
	for _, l := range set.limits {
		narrow := strangerKeys[l.key]
		if narrow == nil && providerKey(l.key) {
			narrow = someText
		}
		if narrow == nil {
			continue
		}
		if _, ok := set.all(l.key, narrow); ok {
			keys = append(keys, l.key)
		}
	}
	return distinct(keys)
}

// providerKey reports whether an identity provider sets the key, such as saml:aud or accounts.google.com:sub.
func providerKey(key string) bool {
	service, _, ok := strings.Cut(key, ":")
	return ok && service != "aws" && service != "sts"
}

func plain(v limitValue) bool { return !v.wild }

// someText accepts a value that at least asks for some character.
func someText(v limitValue) bool { return !v.wild || strings.Trim(v.text, "*?") != "" }

// organizationPath accepts o-…/r-…/…: the organization's id is there in full.
func organizationPath(v limitValue) bool { return strings.Contains(v.literal(), "/") }

// inOneAccount accepts an ARN whose account is there in full: anybody can make a role of a given name in an own account.
func inOneAccount(v limitValue) bool {
	_, ok := arnAccount(v.text)
	return ok
}

// sourceResource accepts an ARN with an account, or one that has none but names a resource, such as a bucket.
func sourceResource(v limitValue) bool {
	if inOneAccount(v) {
		return true
	}
	parts := strings.SplitN(v.text, ":", 6)
	return len(parts) == 6 && parts[4] == "" && (!v.wild || !strings.ContainsAny(parts[5][:min(1, len(parts[5]))], "*?"))
}

var uniqueIDPrefix = regexp.MustCompile(`^(AIDA|AROA)[A-Z0-9]{8,}`)

func uniqueIDValue(v limitValue) bool { return uniqueIDPrefix.MatchString(v.literal()) }

// someNetwork rejects the networks that hold half of all addresses or more. A text that is no network matches nothing.
func someNetwork(v limitValue) bool {
	prefix, err := netip.ParsePrefix(v.text)
	return err != nil || prefix.Bits() > 1
}

// mfaKeys are the keys that only a session with MFA has.
var mfaKeys = []string{"aws:multifactorauthpresent", "aws:multifactorauthage"}

// needsMFA reports whether nobody gets in without MFA.
func (set *conditionSet) needsMFA() bool {
	if slices.Contains(set.required, mfaKeys[1]) {
		return true
	}
	return slices.ContainsFunc(set.limits, func(l trustLimit) bool {
		switch {
		case l.optional || !slices.Contains(mfaKeys, l.key):
			return false
		case l.key == mfaKeys[0]:
			return len(l.values) == 1 && strings.EqualFold(l.values[0].text, "true")
		}
		return true
	})
}

// sourceKeys name on whose behalf a service acts.
var sourceKeys = []string{"aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths"}

// namesSource reports whether a service gets in only on behalf of named resources, accounts or organizations. A service that
// supports the keys always sends them, so that IfExists does no harm.
func (set *conditionSet) namesSource(keys ...string) bool {
	return slices.ContainsFunc(set.limits, func(l trustLimit) bool {
		return slices.Contains(keys, l.key) &&
			!slices.ContainsFunc(l.values, func(v limitValue) bool { return !strangerKeys[l.key](v) })
	})
}

// namesPrincipal reports whether conditions pick some principals of an account, as naming them would.
func (set *conditionSet) namesPrincipal() bool {
	if _, ok := set.all("aws:principalarn", somePrincipal); ok {
		return true
	}
	if _, ok := set.all("aws:userid", uniqueIDValue); ok {
		return true
	}
	return slices.ContainsFunc(set.limits, func(l trustLimit) bool {
		_, ok := set.all(l.key, someText)
		return ok && strings.HasPrefix(l.key, "aws:principaltag/")
	})
}

// somePrincipal accepts an ARN that asks for more than any role or any user.
func somePrincipal(v limitValue) bool {
	parts := strings.SplitN(v.text, ":", 6)
	if len(parts) != 6 {
		return false
	}
	_, name, _ := strings.Cut(parts[5], "/")
	return strings.Trim(name, "*?/") != "" && parts[5] != "root"
}

package checks

import (
	"slices"
	"strings"
	"time"

	"github.com/orgscan/orgscan/scan/policy"
)

// judgeCondition goes through the ways in which a condition fails to limit anything; the first that applies is the answer.
func judgeCondition(now time.Time, s *policy.Statement, o plainCondition) (bearing, string) {
	if o.key == "aws:securetransport" && eachValue(o.values, "true") {
		return harmless, ""
	}
	if why := skippable(s, o); why != "" {
		return useless, why
	}
	if why := openValue(o); why != "" {
		return useless, why
	}
	return inTime(now, o)
}

// absentKeys are keys that ordinary requests lack, so that a condition which also holds without the key stops nobody.
var absentKeys = []string{
	"aws:multifactorauthpresent", "aws:multifactorauthage", "aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip",
	"aws:sourceidentity", "aws:principalorgid", "sts:externalid",
}

// skippable says how a request gets around the condition by not having the key.
func skippable(s *policy.Statement, o plainCondition) string {
	if o.name == "null" || insistsOn(s, o.key) {
		return ""
	}
	switch {
	case o.ifExists && strings.HasPrefix(o.key, "aws:multifactorauth"):
		return "requests signed with access keys lack the key, so that IfExists lets them through without MFA"
	case o.ifExists && slices.Contains(absentKeys, o.key):
		return "requests may lack the key, and IfExists then holds"
	case o.set == "forallvalues" && o.key != "aws:tagkeys" && !strings.Contains(o.name, "not"):
		return "ForAllValues also holds for requests without the key; a Null condition must require it"
	}
	return ""
}

// presenceKeys are keys whose mere presence is a limit: a tag that must be given, a way that a request must take.
func presenceKey(key string) bool {
	return strings.Contains(key, "tag/") || strings.HasSuffix(key, ":tagkeys") || key == "aws:sourcevpc" || key == "aws:sourcevpce"
}

// openValue says which of the values takes every request.
func openValue(o plainCondition) string {
	switch o.name {
	case "ipaddress":
		return openNetwork(o.values)
	case "bool":
		if o.key == "aws:multifactorauthpresent" && hasValue(o.values, "true") && hasValue(o.values, "false") {
			return "both true and false are accepted"
		}
	case "null":
		if sentAlways(o.key) && eachValue(o.values, "false") {
			return "every request has the key"
		}
	case "stringlike", "arnlike", "arnequals":
		if i := slices.IndexFunc(o.values, func(v string) bool { return anyValue(o.name, v) }); i >= 0 && !presenceKey(o.key) {
			return "the value " + clipped(o.values[i]) + " matches everything"
		}
	}
	return ""
}

// anyValue reports whether a pattern takes every value that the operator can meet.
func anyValue(operator, pattern string) bool {
	if pattern != "" && strings.Trim(pattern, "*") == "" || pattern == "?*" || pattern == "*?" {
		return true
	}
	return operator != "stringlike" && (&policy.Statement{Resources: []string{pattern}}).AllResources()
}

func hasValue(values []string, want string) bool {
	return slices.ContainsFunc(values, func(v string) bool { return strings.EqualFold(v, want) })
}

// sentAlways lists keys that AWS puts into every request.
func sentAlways(key string) bool {
	return slices.Contains([]string{
		"aws:currenttime", "aws:epochtime", "aws:principalarn", "aws:principalaccount", "aws:principaltype", "aws:requestedregion",
		"aws:securetransport", "aws:userid",
	}, key)
}

package policy_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/orgscan/orgscan/scan/policy"
)

var (
	one    = policy.Single
	set    = policy.Multi
	absent = policy.Absent()
	there  = policy.Present()
)

// condition evaluates one condition on one key, with an Allow that needs it.
func condition(t *testing.T, version, operator, values string, v policy.Value) string {
	t.Helper()
	text := fmt.Sprintf(`{"Version":%q,"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{%q:{"Key":%s}}}}`, version, operator, values)
	if !json.Valid([]byte(text)) {
		t.Fatalf("not JSON: %s", text)
	}
	r := read(user)
	r.Context = map[string]policy.Value{"kEY": v, "aws:PrincipalTag/none": absent, "aws:TagKeys": set("a"), "ec2:Unknown": policy.Unknown()}
	d := policy.Evaluate(r, policy.Policies{Identity: []*policy.Document{policy.Parse(text)}})
	switch d.Outcome {
	case policy.Allow:
		return "yes"
	case policy.Deny:
		return "no"
	default:
		return "depends"
	}
}

func TestConditions(t *testing.T) {
	tests := []struct {
		name, operator, values string
		value                  policy.Value
		want                   string
	}{
		{"equal", "StringEquals", `"a"`, one("a"), "yes"},
		{"equal-has-case", "StringEquals", `"A"`, one("a"), "no"},
		{"equal-one-of", "StringEquals", `["b","a"]`, one("a"), "yes"},
		{"equal-knows-no-wildcards", "StringEquals", `"*"`, one("a"), "no"},
		{"equal-none-of-none", "StringEquals", `[]`, one("a"), "no"},
		{"not-equal-none-of", "StringNotEquals", `["b","a"]`, one("a"), "no"},
		{"not-equal-of-none", "StringNotEquals", `[]`, one("a"), "yes"},
		{"ignore-case", "StringEqualsIgnoreCase", `"A\u00c9"`, one("aé"), "yes"},
		{"ignore-case-lowers", "StringEqualsIgnoreCase", `"ſ"`, one("S"), "no"},
		{"not-ignore-case", "StringNotEqualsIgnoreCase", `"A"`, one("a"), "no"},
		{"like", "StringLike", `"a*c?"`, one("abcd"), "yes"},
		{"like-question-is-one-unit", "StringLike", `"?"`, one("😀"), "no"},
		{"like-question-twice", "StringLike", `"??"`, one("😀"), "yes"},
		{"not-like", "StringNotLike", `"a*"`, one("abcd"), "no"},
		{"operator-without-case", "stringequals", `"a"`, one("a"), "yes"},
		{"boolean-literal", "Bool", `true`, one("True"), "yes"},
		{"boolean-false-is-the-rest", "Bool", `"false"`, one("perhaps"), "yes"},
		{"boolean-is-not-yes", "Bool", `"true"`, one("yes"), "no"},
		{"binary", "BinaryEquals", `"QmluYXJ5"`, one("QmluYXJ5"), "yes"},

		{"number", "NumericEquals", `5.0`, one("5"), "yes"},
		{"number-exact", "NumericEquals", `9007199254740993`, one("9007199254740992"), "no"},
		{"number-exponent", "NumericEquals", `"5e2"`, one("500"), "yes"},
		{"number-less", "NumericLessThan", `"10"`, one("9"), "yes"},
		{"number-less-not-equal", "NumericLessThan", `"10"`, one("10"), "no"},
		{"number-at-most", "NumericLessThanEquals", `"10"`, one("10"), "yes"},
		{"number-greater", "NumericGreaterThan", `"10"`, one("11"), "yes"},
		{"number-at-least", "NumericGreaterThanEquals", `"10"`, one("9"), "no"},
		{"number-nonsense", "NumericEquals", `"x"`, one("x"), "no"},
		{"number-nonsense-less", "NumericLessThan", `"10"`, one("x"), "no"},
		{"number-nonsense-unequal", "NumericNotEquals", `"5"`, one("0x5"), "yes"},
		{"number-huge-is-nonsense", "NumericEquals", `"1e999999999"`, one("1e999999999"), "no"},

		{"date", "DateEquals", `"2026-01-01"`, one("2026-01-01T00:00:00Z"), "yes"},
		{"date-zone", "DateEquals", `"2026-01-01T02:00:00+02:00"`, one("2026-01-01T00:00:00Z"), "yes"},
		{"date-seconds", "DateLessThan", `"1767225601"`, one("2026-01-01T00:00:00Z"), "yes"},
		{"date-at-most", "DateLessThanEquals", `"2026-01-01T00:00Z"`, one("2026-01-01T00:00:00.001Z"), "no"},
		{"date-greater", "DateGreaterThan", `"2026-01"`, one("2026-01-01T00:00:01Z"), "yes"},
		{"date-at-least", "DateGreaterThanEquals", `"2026-01-01"`, one("2026-01-01"), "yes"},
		{"date-nonsense", "DateGreaterThan", `"tomorrow"`, one("2026-01-01"), "no"},
		{"date-nonsense-unequal", "DateNotEquals", `"tomorrow"`, one("2026-01-01"), "yes"},

		{"address", "IpAddress", `"203.0.113.9"`, one("203.0.113.9"), "yes"},
		{"address-everything", "IpAddress", `"0.0.0.0/0"`, one("203.0.113.9"), "yes"},
		{"address-host-bits", "IpAddress", `"203.0.113.7/24"`, one("203.0.113.9"), "yes"},
		{"address-6", "IpAddress", `"2001:DB8::/32"`, one("2001:db8:0::5"), "yes"},
		{"address-6-host-bits", "IpAddress", `"2001:db8::1/32"`, one("2001:db8::1"), "no"},
		{"address-6-host-bits-negated", "NotIpAddress", `"2001:db8::1/32"`, one("2001:db8::1"), "no"},
		{"address-of-other-family", "NotIpAddress", `"::/0"`, one("203.0.113.9"), "yes"},
		{"address-nonsense", "IpAddress", `"office"`, one("203.0.113.9"), "no"},
		{"address-nonsense-negated", "NotIpAddress", `"office"`, one("203.0.113.9"), "no"},
		{"address-of-request-nonsense", "NotIpAddress", `"10.0.0.0/8"`, one("AWS Internal"), "no"},

		{"arn", "ArnLike", `"arn:aws:s3:*:*:rep*"`, one("arn:aws:s3:::reports:x"), "yes"},
		{"arn-equals-is-like", "ArnEquals", `"arn:aws:s3:::*"`, one("arn:aws:s3:::reports"), "yes"},
		{"arn-parts-are-apart", "ArnLike", `"arn:aws:*:reports"`, one("arn:aws:s3:::reports"), "no"},
		{"arn-parts-hold-back-stars", "ArnLike", `"arn:aws:s3*:x:y:z"`, one("arn:aws:s3:q:x:y:z"), "no"},
		{"arn-not-like", "ArnNotLike", `"arn:aws:s3:::x"`, one("arn:aws:s3:::reports"), "yes"},
		{"arn-not-equals", "ArnNotEquals", `"arn:aws:s3:::rep*"`, one("arn:aws:s3:::reports"), "no"},
		{"arn-nonsense", "ArnLike", `"*"`, one("arn:aws:s3:::reports"), "no"},
		{"arn-nonsense-negated", "ArnNotLike", `"*"`, one("arn:aws:s3:::reports"), "no"},
		{"arn-of-request-nonsense", "ArnNotEquals", `"arn:aws:s3:::x"`, one("reports"), "no"},

		{"missing-equals", "StringEquals", `"a"`, absent, "no"},
		{"missing-not-equals", "StringNotEquals", `"a"`, absent, "yes"},
		{"missing-not-like", "ArnNotLike", `"a"`, absent, "yes"},
		{"missing-not-address", "NotIpAddress", `"10.0.0.0/8"`, absent, "yes"},
		{"missing-boolean", "Bool", `"false"`, absent, "no"},
		{"missing-if-exists", "StringEqualsIfExists", `"a"`, absent, "yes"},
		{"present-if-exists", "StringEqualsIfExists", `"a"`, one("b"), "no"},
		{"missing-all", "ForAllValues:StringEquals", `"a"`, absent, "yes"},
		{"missing-any", "ForAnyValue:StringEquals", `"a"`, absent, "no"},
		{"missing-any-negated", "ForAnyValue:StringNotEquals", `"a"`, absent, "no"},
		{"null", "Null", `"true"`, absent, "yes"},
		{"null-not", "Null", `true`, one("a"), "no"},
		{"null-false", "Null", `"false"`, one("a"), "yes"},
		{"null-false-missing", "Null", `"FALSE"`, absent, "no"},
		{"null-nonsense", "Null", `"perhaps"`, absent, "no"},
		{"null-of-empty-set", "Null", `"false"`, set(), "no"},

		{"all-in", "ForAllValues:StringLike", `["a*","b"]`, set("a1", "b"), "yes"},
		{"all-but-one", "ForAllValues:StringLike", `["a*","b"]`, set("a1", "c"), "no"},
		{"all-of-empty-set", "ForAllValues:StringEquals", `"a"`, set(), "yes"},
		{"all-of-single", "ForAllValues:StringEquals", `"a"`, one("a"), "yes"},
		{"all-negated", "ForAllValues:StringNotEquals", `["a","b"]`, set("c", "a"), "no"},
		{"any-in", "ForAnyValue:StringEquals", `"a"`, set("b", "a"), "yes"},
		{"any-of-empty-set", "ForAnyValue:StringEquals", `"a"`, set(), "no"},
		{"any-negated", "ForAnyValue:StringNotEquals", `"a"`, set("b", "a"), "yes"},
		{"any-negated-all-equal", "foranyvalue:StringNotEquals", `"a"`, set("a", "a"), "no"},
		{"set-under-scalar", "StringEquals", `"a"`, set("a"), "no"},
		{"set-under-scalar-negated", "StringNotEquals", `"b"`, set("a"), "no"},

		{"unknown", "StringEquals", `"a"`, policy.Unknown(), "depends"},
		{"unknown-null", "Null", `"true"`, policy.Unknown(), "depends"},
		{"unknown-if-exists-anything", "StringLikeIfExists", `"*"`, policy.Unknown(), "yes"},
		{"unknown-all-like-anything", "ForAllValues:StringLike", `["a","**"]`, policy.Unknown(), "yes"},
		{"unknown-like-anything", "StringLike", `"*"`, policy.Unknown(), "depends"},
		{"unknown-equals-nothing", "StringEquals", `[]`, policy.Unknown(), "no"},
		{"present-like-anything", "StringLike", `"*"`, there, "yes"},
		{"present-not-like-anything", "StringNotLike", `"*"`, there, "no"},
		{"present-equals", "StringEquals", `"a"`, there, "depends"},
		{"present-null", "Null", `"true"`, there, "no"},
		{"operator-unknown", "StringMatches", `"a"`, one("a"), "depends"},
		{"operator-null-if-exists", "NullIfExists", `"true"`, absent, "depends"},

		{"variable", "StringEquals", `"${aws:username}"`, one("ci-runner"), "yes"},
		{"variable-in-text", "StringLike", `"x${aws:PrincipalTag/team}*"`, one("xdata1"), "yes"},
		{"variable-default-unused", "StringEquals", `"${aws:username, 'x'}"`, one("x"), "no"},
		{"variable-default", "StringEquals", `"${aws:PrincipalTag/none, 'x y'}"`, one("x y"), "yes"},
		{"variable-default-unquoted", "StringEquals", `"${aws:PrincipalTag/none, x}"`, one("x"), "no"},
		{"variable-without-value", "StringLike", `["${aws:PrincipalTag/none}*"]`, one(""), "no"},
		{"variable-without-value-among", "StringLike", `["${aws:PrincipalTag/none}*","a"]`, one("a"), "yes"},
		{"variable-without-value-negated", "StringNotLike", `["${aws:PrincipalTag/none}*"]`, one("a"), "depends"},
		{"variable-of-a-set", "StringEquals", `"${aws:TagKeys}"`, one("a"), "no"},
		{"variable-unknown", "StringEquals", `"x${ec2:Unknown}"`, one("xa"), "depends"},
		{"variable-unknown-cannot-match", "StringEquals", `"x${ec2:Unknown}"`, one("ya"), "no"},
		{"variable-unknown-text-around-is-text", "StringEquals", `"*${ec2:Unknown}?"`, one("ab"), "no"},
		{"variable-unknown-in-arn", "ArnLike", `"${ec2:Unknown}"`, one("arn:aws:s3:::x"), "depends"},
		{"variable-unknown-not-like", "StringNotLike", `"x${ec2:Unknown}"`, one("ya"), "yes"},
		{"escaped-star", "StringLike", `"a${*}"`, one("ab"), "no"},
		{"escaped-star-is-star", "StringLike", `"a${*}"`, one("a*"), "yes"},
		{"escaped-question", "StringLike", `"${?}"`, one("a"), "no"},
		{"escaped-dollar", "StringEquals", `"${$}{aws:username}"`, one("${aws:username}"), "yes"},
		{"escaped-in-arn", "ArnLike", `"arn:aws:s3:::${*}*"`, one("arn:aws:s3:::x"), "no"},
		{"unclosed", "StringEquals", `"${aws:username"`, one("${aws:username"), "yes"},
		{"no-variable-in-number", "NumericNotEquals", `"${aws:username}"`, one("5"), "yes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := condition(t, "2012-10-17", tt.operator, tt.values, tt.value); got != tt.want {
				t.Errorf("%s %s is %q, want %q", tt.operator, tt.values, got, tt.want)
			}
		})
	}
}

func TestVariablesNeedTheNewVersion(t *testing.T) {
	for version, want := range map[string]string{"2012-10-17": "yes", "2008-10-17": "no", "": "no"} {
		if got := condition(t, version, "StringEquals", `"${aws:username}"`, one("ci-runner")); got != want {
			t.Errorf("version %q: %s, want %s", version, got, want)
		}
	}
}

// TestVariableOpensNothing holds a tag that its owner chose: a star in it stands for itself.
func TestVariableOpensNothing(t *testing.T) {
	r := read(user)
	r.Context = map[string]policy.Value{"aws:PrincipalTag/team": one("*")}
	p := policy.Policies{Identity: docs(`{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::reports/${aws:PrincipalTag/team}"}`)}
	if got := verdict(policy.Evaluate(r, p)); got != implicit {
		t.Errorf("q1.csv: %s", got)
	}
	r.Resource = "arn:aws:s3:::reports/*"
	if got := verdict(policy.Evaluate(r, p)); got != allowed {
		t.Errorf("the object named *: %s", got)
	}
}

// TestDerivedKeys are the keys that follow from the caller and the resource.
func TestDerivedKeys(t *testing.T) {
	member := policy.Caller{ARN: userARN, OrgID: "o-aaaaaaaaaa", OrgPath: "o-aaaaaaaaaa/r-ab12/", Tags: map[string]string{}}
	outsider := policy.Caller{ARN: userARN, OrgID: "-"}
	tests := []struct {
		name, operator, key, value string
		caller                     policy.Caller
		want                       string
	}{
		{"arn", "ArnEquals", "aws:PrincipalArn", userARN, user, allowed},
		{"arn-of-a-session-is-the-role's", "ArnEquals", "aws:principalarn", roleARN, inSession(role), allowed},
		{"account", "StringEquals", "aws:PrincipalAccount", home, role, allowed},
		{"type-of-user", "StringEquals", "aws:PrincipalType", "User", user, allowed},
		{"type-of-role", "StringEquals", "aws:PrincipalType", "AssumedRole", role, allowed},
		{"name-of-role", "Null", "aws:username", "true", role, allowed},
		{"tag", "StringEquals", "aws:PrincipalTag/TEAM", "data", user, allowed},
		{"tag-known-to-be-missing", "StringNotEquals", "aws:PrincipalTag/x", "data", user, allowed},
		{"tags-unknown", "StringEquals", "aws:PrincipalTag/x", "data", role, depends},
		{"organization", "StringEquals", "aws:PrincipalOrgID", "o-aaaaaaaaaa", member, allowed},
		{"organization-none", "StringEquals", "aws:PrincipalOrgID", "o-aaaaaaaaaa", outsider, implicit},
		{"organization-unknown", "StringEquals", "aws:PrincipalOrgID", "o-aaaaaaaaaa", role, depends},
		{"organization-path", "ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-aaaaaaaaaa/*", member, allowed},
		{"organization-path-none", "ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "*", outsider, implicit},
		{"not-a-service", "Bool", "aws:PrincipalIsAWSService", "false", user, allowed},
		{"source-only-from-services", "Null", "aws:SourceArn", "true", user, allowed},
		{"time-is-always-there", "Null", "aws:CurrentTime", "false", user, allowed},
		{"resource-account", "StringEquals", "aws:ResourceAccount", "${aws:PrincipalAccount}", user, allowed},
		{"resource-organization", "StringEquals", "aws:ResourceOrgID", "o-aaaaaaaaaa", user, depends},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := docs(fmt.Sprintf(`{"Effect":"Allow","Action":"*","Resource":"*","Condition":{%q:{%q:%q}}}`, tt.operator, tt.key, tt.value))
			if got := verdict(policy.Evaluate(read(tt.caller), policy.Policies{Identity: d})); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

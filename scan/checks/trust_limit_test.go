package checks

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/scan/policy"
)

func oneGrant(t *testing.T, text string) *trustGrant {
	t.Helper()
	trust := readTrust(policy.Parse(text))
	if len(trust.grants) != 1 {
		t.Fatalf("%d grants, want 1", len(trust.grants))
	}
	return &trust.grants[0]
}

func withCondition(condition string) string {
	return `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Condition":` + condition + `}}`
}

func TestParseTrustee(t *testing.T) {
	for text, want := range map[string]trustee{
		"*":                              {kind: everyone},
		"arn:aws:iam::*:root":            {kind: everyone},
		"111122223333":                   {kind: wholeAccount, account: "111122223333"},
		"arn:aws:iam::011122223333:root": {kind: wholeAccount, account: "011122223333"},
		"arn:aws-cn:iam::111122223333:role/teams/web":              {kind: namedRole, account: "111122223333"},
		"arn:aws:iam::111122223333:user/deploy":                    {kind: namedUser, account: "111122223333"},
		"arn:aws:sts::111122223333:assumed-role/web/session":       {kind: namedSession, account: "111122223333"},
		"arn:aws:sts::111122223333:federated-user/deploy":          {kind: federatedUser, account: "111122223333"},
		"AROAEXAMPLE123456789":                                     {kind: deletedPrincipal},
		"AIDAEXAMPLE123456789":                                     {kind: deletedPrincipal},
		"11112222333":                                              {kind: otherTrustee},
		"arn:aws:iam::1111222233334:root":                          {kind: otherTrustee},
		"arn:aws:s3:::bucket":                                      {kind: otherTrustee},
		"arn:aws:iam::111122223333:group/team":                     {kind: otherTrustee, account: "111122223333"},
		"":                                                         {kind: otherTrustee},
		"arn:aws:iam::111122223333:role/AROAEXAMPLE123456789:root": {kind: namedRole, account: "111122223333"},
	} {
		t.Run(text, func(t *testing.T) {
			want.text = text
			if diff := cmp.Diff(want, parseTrustee(text), cmp.AllowUnexported(trustee{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestKeepsStrangersOut lists conditions with the keys that keep strangers out, as one text.
func TestKeepsStrangersOut(t *testing.T) {
	for condition, want := range map[string]string{
		`{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}`:                                               "aws:principalorgid",
		`{"StringEquals":{"aws:PrincipalOrgID":["o-a1b2c3d4e5","o-*"]}}`:                                       "aws:principalorgid",
		`{"StringLike":{"aws:PrincipalOrgID":["o-a1b2c3d4e5","o-*"]}}`:                                         "",
		`{"StringEquals":{"aws:PrincipalOrgID":[]}}`:                                                           "aws:principalorgid",
		`{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-a1b2c3d4e5/*"}}`:                                "aws:principalorgpaths",
		`{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-a1b2c3d4e5*"}}`:                                 "",
		`{"ForAllValues:StringLike":{"aws:PrincipalOrgPaths":"o-a1b2c3d4e5/*"}}`:                               "",
		`{"ForAllValues:StringLike":{"aws:PrincipalOrgPaths":"o-a/*"},"Null":{"aws:principalorgpaths":false}}`: "aws:principalorgpaths",
		`{"StringEqualsIfExists":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/x"}}`:                     "aws:principalarn",
		`{"StringEqualsIfExists":{"aws:SourceVpc":"vpc-0a"}}`:                                                  "",
		`{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::11112222333?:role/x"}}`:                                  "",
		`{"StringLike":{"aws:PrincipalArn":"*:role/x"}}`:                                                       "",
		`{"StringLike":{"aws:userid":"*:deploy"}}`:                                                             "",
		`{"StringLike":{"aws:userid":"AROAEXAMPLE123456789:*"}}`:                                               "aws:userid",
		`{"IpAddress":{"aws:SourceIp":["0.0.0.0/1","128.0.0.0/1"]}}`:                                           "",
		`{"IpAddress":{"aws:SourceIp":"::/0"}}`:                                                                "",
		`{"IpAddress":{"aws:SourceIp":"203.0.113.7"}}`:                                                         "aws:sourceip",
		`{"NotIpAddress":{"aws:SourceIp":"203.0.113.7"}}`:                                                      "",
		`{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::*"}}`:                                                       "",
		`{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::logs-*"}}`:                                                  "aws:sourcearn",
		`{"StringEquals":{"sts:ExternalId":"a","aws:PrincipalAccount":"111122223333"}}`:                        "aws:principalaccount sts:externalid",
		`{"StringLike":{"sts:ExternalId":"?*"}}`:                                                               "",
		`{"Null":{"aws:PrincipalOrgID":"false"}}`:                                                              "",
		`{"StringEquals":{"aws:PrincipalTag/team":"x","aws:RequestedRegion":"eu-west-1"}}`:                     "",
		`{"StringEquals":{"accounts.google.com:aud":"1"}}`:                                                     "accounts.google.com:aud",
		`{"StringSounds":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}`:                                               "",
	} {
		t.Run(condition, func(t *testing.T) {
			if got := strings.Join(oneGrant(t, withCondition(condition)).keepsStrangersOut(), " "); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		})
	}
}

func TestNeedsMFA(t *testing.T) {
	for condition, want := range map[string]bool{
		`{"Bool":{"aws:MultiFactorAuthPresent":true}}`:                      true,
		`{"Bool":{"aws:MultiFactorAuthPresent":["true","false"]}}`:          false,
		`{"BoolIfExists":{"aws:MultiFactorAuthPresent":"true"}}`:            false,
		`{"NumericLessThan":{"aws:MultiFactorAuthAge":3600}}`:               true,
		`{"NumericLessThanIfExists":{"aws:MultiFactorAuthAge":3600}}`:       false,
		`{"Null":{"aws:MultiFactorAuthAge":"false"}}`:                       true,
		`{"Null":{"aws:MultiFactorAuthPresent":"false"}}`:                   false,
		`{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}`:            false,
		`{"StringEquals":{"aws:multifactorauthpresent":"TRUE"}}`:            true,
		`{"StringNotEquals":{"aws:MultiFactorAuthPresent":"false"}}`:        false,
		`{"ForAllValues:Bool":{"aws:MultiFactorAuthPresent":"true"}}`:       false,
		`{"Bool":{"aws:MultiFactorAuthPresent":"false"}}`:                   false,
		`{"NumericGreaterThanEqualsIfExists":{"aws:MultiFactorAuthAge":1}}`: false,
	} {
		t.Run(condition, func(t *testing.T) {
			if got := oneGrant(t, withCondition(condition)).needsMFA(); got != want {
				t.Errorf("%v, want %v", got, want)
			}
		})
	}
}

func TestBoundAccounts(t *testing.T) {
	for condition, want := range map[string]string{
		`{"StringEquals":{"aws:PrincipalAccount":["111122223333","444455556666"]}}`:                                                              "111122223333 444455556666",
		`{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/*"}}`:                                                                    "111122223333",
		`{"ArnLike":{"aws:PrincipalArn":["arn:aws:iam::111122223333:role/*","*"]}}`:                                                              "",
		`{"StringEquals":{"aws:PrincipalAccount":["111122223333","444455556666"]},"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::444455556666:*"}}`: "444455556666",
		`{"StringLike":{"aws:PrincipalAccount":"1111*"}}`:                                                                                        "",
	} {
		t.Run(condition, func(t *testing.T) {
			if got := strings.Join(oneGrant(t, withCondition(condition)).accounts(), " "); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		})
	}
}

func TestServiceName(t *testing.T) {
	for principal, want := range map[string]string{
		"iot.amazonaws.com":            "iot.amazonaws.com",
		"IoT.amazonaws.com.cn":         "iot.amazonaws.com",
		"logs.eu-west-1.amazonaws.com": "logs.amazonaws.com",
		"monitoring.rds.amazonaws.com": "monitoring.rds.amazonaws.com",
	} {
		if got := serviceName(principal); got != want {
			t.Errorf("%s is %s, want %s", principal, got, want)
		}
	}
}

// FuzzReadTrust reads any text as a trust policy: nothing panics, and what counts as open really names everybody.
func FuzzReadTrust(f *testing.F) {
	f.Add(withCondition(`{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}`))
	f.Add(withCondition(`{"IpAddress":{"aws:SourceIp":"::/0"},"ArnLike":{"aws:SourceArn":"arn:::::","aws:PrincipalArn":"::::::"}}`))
	f.Add(`{"Statement":[{"Effect":"Deny","Principal":"*","Action":"*"},{"Effect":"Allow","Principal":{"Federated":"*"},"Action":"sts:*"}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		for _, g := range readTrust(policy.Parse(text)).grants {
			if g.open() && !strings.Contains(text, "*") && !strings.Contains(text, `\u`) {
				t.Errorf("open without a star: %s", text)
			}
			g.keepsStrangersOut()
			g.accounts()
			g.needsMFA()
			g.namesPrincipal()
			g.namesSource(sourceKeys...)
		}
	})
}

// TestHostileTrust reads a trust policy far beyond AWS's quota of 4,096 characters in bounded time.
func TestHostileTrust(t *testing.T) {
	var statements []string
	for i := range 4000 {
		n := strconv.Itoa(i)
		statements = append(statements,
			`{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:A*","Condition":{"StringEquals":{"aws:PrincipalTag/a`+n+`":"x"}}}`,
			`{"Effect":"Deny","Principal":"*","Action":"sts:*","Condition":{"StringNotEquals":{"aws:PrincipalTag/b`+n+`":"x"}}}`)
	}
	d := policy.Parse(`{"Version":"2012-10-17","Statement":[` + strings.Join(statements, ",") + `]}`)
	if got := len(readTrust(d).grants); got != 4000 {
		t.Errorf("%d grants, want 4000", got)
	}
}

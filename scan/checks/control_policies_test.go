package checks

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	allowAllText = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`
	allowS3Text  = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}`
	denyEC2Text  = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"ec2:*","Resource":"*"}]}`
)

// controlled builds an organization of one account in r-1/ou-1 whose policies are attached as "id target target".
func controlled(texts map[string]string) *snapshot.Organization {
	o := &snapshot.Organization{
		ID: "o-1", ManagementID: "999988887777", Partition: "aws", RootID: "r-1",
		PolicyTypes: map[string]string{serviceControl: "ENABLED"},
		Accounts:    []snapshot.OrgAccount{{ID: "111122223333", Parents: []string{"r-1", "ou-1"}}},
	}
	for key, text := range texts {
		fields := strings.Fields(key)
		p := snapshot.OrgPolicy{ID: fields[0], Type: serviceControl, Document: text}
		for _, target := range fields[1:] {
			p.Targets = append(p.Targets, snapshot.PolicyTarget{ID: target})
		}
		o.Policies = append(o.Policies, p)
	}
	return o
}

func TestInherited(t *testing.T) {
	tests := map[string]struct {
		policies         map[string]string
		levels           string
		gaps             []int
		denials          bool
		ec2, s3, unknown bool // whether ec2:RunInstances and s3:GetObject are on no list, and whether a policy is unreadable
	}{
		"nothing-told":        {levels: "||"},
		"full-everywhere":     {policies: map[string]string{"p-full r-1 ou-1 111122223333": allowAllText}, levels: "p-full|p-full|p-full"},
		"deny-at-the-root":    {policies: map[string]string{"p-full r-1 ou-1": allowAllText, "p-no r-1": denyEC2Text}, levels: "p-full,p-no|p-full|", denials: true},
		"elsewhere":           {policies: map[string]string{"p-no ou-2 444455556666": denyEC2Text}, levels: "||"},
		"list-at-the-account": {policies: map[string]string{"p-full r-1 ou-1": allowAllText, "p-s3 111122223333": allowS3Text}, levels: "p-full|p-full|p-s3", gaps: []int{2}, ec2: true},
		"list-beside-full":    {policies: map[string]string{"p-full r-1 ou-1": allowAllText, "p-s3 ou-1": allowS3Text}, levels: "p-full|p-full,p-s3|"},
		"only-a-deny":         {policies: map[string]string{"p-no ou-1": denyEC2Text}, levels: "|p-no|", gaps: []int{1}, denials: true, ec2: true, s3: true},
		"unreadable":          {policies: map[string]string{"p-x ou-1": "{"}, levels: "|p-x|", gaps: []int{1}, unknown: true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			o := controlled(test.policies)
			in, ok := newControlPolicies(o, serviceControl).inherited(&o.Accounts[0])
			if !ok {
				t.Fatal("the account has no place")
			}
			var levels []string
			for _, level := range in.levels {
				var ids []string
				for _, p := range level {
					ids = append(ids, p.id)
				}
				levels = append(levels, strings.Join(ids, ","))
			}
			if got := strings.Join(levels, "|"); got != test.levels {
				t.Errorf("levels %s, want %s", got, test.levels)
			}
			if diff := cmp.Diff(test.gaps, in.gaps()); diff != "" {
				t.Errorf("gaps (-want +got):\n%s", diff)
			}
			got := []bool{in.denials(), in.unlisted("ec2:RunInstances"), in.unlisted("s3:GetObject"), !in.readable()}
			if want := []bool{test.denials, test.ec2, test.s3, test.unknown}; !slices.Equal(got, want) {
				t.Errorf("denials, ec2, s3 and unreadable are %v, want %v", got, want)
			}
		})
	}
	t.Run("type-off", func(t *testing.T) {
		o := controlled(map[string]string{"p-no r-1": denyEC2Text})
		o.PolicyTypes = nil
		if in, _ := newControlPolicies(o, serviceControl).inherited(&o.Accounts[0]); in.denials() {
			t.Error("a detached policy denies")
		}
	})
	t.Run("no-place", func(t *testing.T) {
		o := controlled(nil)
		if _, ok := newControlPolicies(o, serviceControl).inherited(&snapshot.OrgAccount{ID: "1"}); ok {
			t.Error("an account without parents inherits")
		}
	})
}

func TestHolds(t *testing.T) {
	known := circumstances{
		"aws:principalarn": {"arn:aws:iam::111122223333:role/qq"}, "aws:principalorgid": {"o-1"}, "aws:principalaccount": {"111122223333"},
		"aws:assumedroot": nil, "aws:viaawsservice": {"false"}, "many": {"a", "b"},
	}
	const yes, no, open = snapshot.TriTrue, snapshot.TriFalse, snapshot.TriUnknown
	tests := map[string]struct {
		operator, key string
		values        []string
		want          snapshot.Tri
	}{
		"equals":                {"StringEquals", "aws:PrincipalOrgID", []string{"o-2", "o-1"}, yes},
		"equals-not":            {"StringNotEquals", "AWS:PRINCIPALORGID", []string{"o-1"}, no},
		"like":                  {"StringLike", "aws:PrincipalArn", []string{"arn:aws:iam::*:role/*"}, yes},
		"arn-like-by-parts":     {"ArnLike", "aws:PrincipalArn", []string{"arn:aws:iam::*:role/*"}, yes},
		"arn-like-no-crossing":  {"ArnLike", "aws:PrincipalArn", []string{"arn:*:role/qq"}, no},
		"arn-not-like":          {"ArnNotLike", "aws:PrincipalArn", []string{"arn:aws:iam::*:role/Admin"}, yes},
		"arn-not-equals-no-arn": {"ArnNotEquals", "aws:PrincipalArn", []string{"role/qq"}, yes},
		"ignore-case":           {"StringEqualsIgnoreCase", "aws:PrincipalOrgID", []string{"O-1"}, yes},
		"not-ignore-case":       {"StringNotEqualsIgnoreCase", "aws:PrincipalOrgID", []string{"O-1"}, no},
		"no-values":             {"StringEquals", "aws:PrincipalOrgID", nil, no},
		"no-values-negated":     {"StringNotEquals", "aws:PrincipalOrgID", nil, yes},
		"bool":                  {"Bool", "aws:ViaAWSService", []string{"False"}, yes},
		"absent":                {"Bool", "aws:AssumedRoot", []string{"true"}, no},
		"absent-if-exists":      {"BoolIfExists", "aws:AssumedRoot", []string{"true"}, yes},
		"absent-negated":        {"StringNotEquals", "aws:AssumedRoot", []string{"x"}, yes},
		"absent-any-value":      {"ForAnyValue:StringNotEquals", "aws:AssumedRoot", []string{"x"}, no},
		"absent-all-values":     {"ForAllValues:StringEquals", "aws:AssumedRoot", []string{"x"}, yes},
		"null-true":             {"Null", "aws:AssumedRoot", []string{"true"}, yes},
		"null-false":            {"Null", "aws:AssumedRoot", []string{"false"}, no},
		"null-of-present":       {"Null", "aws:PrincipalArn", []string{"false"}, yes},
		"tag-is-absent":         {"StringEquals", "aws:PrincipalTag/team", []string{"x"}, no},
		"tag-exempts":           {"StringNotEquals", "aws:PrincipalTag/team", []string{"x"}, yes},
		"any-value":             {"ForAnyValue:StringEquals", "many", []string{"b"}, yes},
		"all-values":            {"ForAllValues:StringEquals", "many", []string{"b"}, no},
		"all-values-negated":    {"ForAllValues:StringNotEquals", "many", []string{"c"}, yes},
		"unknown-key":           {"StringEquals", "aws:SourceIp", []string{"x"}, open},
		"unknown-operator":      {"NumericLessThan", "aws:PrincipalOrgID", []string{"1"}, open},
		"variable":              {"ArnLike", "aws:PrincipalArn", []string{"arn:aws:iam::${aws:PrincipalAccount}:role/*"}, yes},
		"unknown-variable":      {"ArnLike", "aws:PrincipalArn", []string{"arn:aws:iam::*:role/${aws:SourceIdentity}"}, open},
		"unclosed-variable":     {"ArnLike", "aws:PrincipalArn", []string{"arn:aws:iam::*:role/${x"}, open},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := policy.Condition{Operator: test.operator, Key: test.key, Values: test.values}
			if got := known.holds(c, true); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestHighestNodes(t *testing.T) {
	place := func(id string, parents ...string) *snapshot.OrgAccount {
		return &snapshot.OrgAccount{ID: id, Parents: append([]string{"r"}, parents...)}
	}
	members := []*snapshot.OrgAccount{place("1", "a"), place("2", "a", "b"), place("3", "a", "b"), place("4", "c"), place("5")}
	tests := map[string]struct {
		lacks string // one letter an account: . nothing, ? not judged, else what it lacks
		want  string
	}{
		"nothing":                  {".....", ""},
		"everything":               {"xxxxx", "r:x=1,2,3,4,5"},
		"one-unit":                 {"xxx..", "a:x=1,2,3"},
		"the-inner-unit":           {".xx..", "b:x=2,3"},
		"one-account":              {"x....", "1:x=1"},
		"unit-of-one-account":      {"...x.", "c:x=4"},
		"account-below-the-root":   {"....x", "5:x=5"},
		"different-lacks":          {"xyyxx", "1:x=1 5:x=5 b:y=2,3 c:x=4"},
		"all-lack-something-else":  {"xyzuv", "1:x=1 2:y=2 3:z=3 5:v=5 c:u=4"},
		"not-judged-keeps-it-down": {"?xxxx", "5:x=5 b:x=2,3 c:x=4"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			lacks := map[*snapshot.OrgAccount]string{}
			for i, a := range members {
				switch letter := test.lacks[i : i+1]; letter {
				case "?":
				case ".":
					lacks[a] = ""
				default:
					lacks[a] = letter
				}
			}
			var got []string
			for _, n := range highestNodes(lacks, members) {
				var ids []string
				for _, a := range n.accounts {
					ids = append(ids, a.ID)
				}
				got = append(got, n.id+":"+n.lack+"="+strings.Join(ids, ","))
			}
			if joined := strings.Join(got, " "); joined != test.want {
				t.Errorf("got  %s\nwant %s", joined, test.want)
			}
		})
	}
}

// TestInheritanceKey lets accounts share a verdict only when no policy can tell them apart.
func TestInheritanceKey(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		same bool
	}{
		"general":            {denyEC2Text, true},
		"names-an-account":   {strings.Replace(allowS3Text, `"Resource":"*"`, `"Resource":"arn:aws:iam::111122223333:role/x"`, 1), false},
		"part-of-an-account": {strings.Replace(allowS3Text, `"Resource":"*"`, `"Resource":"arn:aws:iam::11*:role/x"`, 1), false},
		"variable":           {strings.Replace(allowS3Text, `"Resource":"*"`, `"Resource":"arn:aws:iam::${aws:PrincipalAccount}:role/x"`, 1), false},
	} {
		t.Run(name, func(t *testing.T) {
			o := controlled(map[string]string{"p-1 r-1": test.text})
			o.Accounts = append(o.Accounts, snapshot.OrgAccount{ID: "444455556666", Parents: []string{"r-1", "ou-1"}})
			tree := newControlPolicies(o, serviceControl)
			a, _ := tree.inherited(&o.Accounts[0])
			b, _ := tree.inherited(&o.Accounts[1])
			if (a.key() == b.key()) != test.same {
				t.Errorf("keys %q and %q, want equal: %v", a.key(), b.key(), test.same)
			}
		})
	}
}

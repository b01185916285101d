package actions_test

import (
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/scan/actions"
)

func names(s actions.Set) []string {
	var out []string
	for _, a := range s.List() {
		out = append(out, a.String())
	}
	return out
}

// TestCatalogue holds the data against counts that were taken from the package by other means.
func TestCatalogue(t *testing.T) {
	counts := map[actions.Level]int{}
	for _, a := range actions.All() {
		counts[a.Level]++
	}
	want := map[actions.Level]int{
		actions.Read: 5871, actions.List: 3719, actions.Write: 11357, actions.Tagging: 719, actions.PermissionsManagement: 425,
	}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Errorf("actions by level (-want +got):\n%s", diff)
	}
	if actions.Date() != "2026-09-26" {
		t.Errorf("the catalogue is of %q", actions.Date())
	}
	if !slices.IsSortedFunc(actions.All(), func(a, b actions.Action) int {
		return strings.Compare(a.Service+" "+strings.ToLower(a.Name), b.Service+" "+strings.ToLower(b.Name))
	}) {
		t.Error("the actions are not in order")
	}
}

func TestExpand(t *testing.T) {
	tests := map[string][]string{
		"iam:PassRole":   {"iam:PassRole"},
		"IAM:passrole":   {"iam:PassRole"},
		"iam:P?ssRole":   {"iam:PassRole"},
		"?am:pass**role": {"iam:PassRole"},
		"*:PassRole":     {"iam:PassRole"},
		"iam:*Role?olicy": {
			"iam:AttachRolePolicy", "iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:GetRolePolicy", "iam:PutRolePolicy",
			"iam:UpdateAssumeRolePolicy",
		},
		"i*m:passrole":      {"iam:PassRole"},
		"sts:Assume*SAML":   {"sts:AssumeRoleWithSAML"},
		"iam:PassRole ":     nil,
		"iam:":              nil,
		":PassRole":         nil,
		"iam":               nil,
		"":                  nil,
		"ia\u2098:PassRole": nil,
		"\u212Ams:Decrypt":  nil,
		"nothing:*":         nil,
	}
	for pattern, want := range tests {
		if diff := cmp.Diff(want, names(actions.Expand(pattern))); diff != "" {
			t.Errorf("%q (-want +got):\n%s", pattern, diff)
		}
	}
	for _, everything := range []string{"*", "*:*", "**", "?*:*"} {
		if got := actions.Expand(everything).Len(); got != len(actions.All()) {
			t.Errorf("%q: %d actions, want all", everything, got)
		}
	}
}

// TestExpandAgreesWithAnotherMatcher compares with the standard library's matcher of file names, which knows the same
// wildcards as long as there is neither slash nor bracket.
func TestExpandAgreesWithAnotherMatcher(t *testing.T) {
	for _, pattern := range []string{"iam:*", "s3:Get*", "*:*tag*", "e?2:*s", "*s*:*a?e", "*e*", "lambda:??????????????"} {
		var want []string
		for _, a := range actions.All() {
			if ok, err := path.Match(strings.ToLower(pattern), strings.ToLower(a.String())); err == nil && ok {
				want = append(want, a.String())
			}
		}
		if diff := cmp.Diff(want, names(actions.Expand(pattern))); diff != "" || len(want) == 0 {
			t.Errorf("%q with %d matches (-want +got):\n%s", pattern, len(want), diff)
		}
	}
}

// TestExpandFindsEachAction asks for every action by its own name.
func TestExpandFindsEachAction(t *testing.T) {
	for _, a := range actions.All() {
		if got := names(actions.Expand(a.String())); len(got) != 1 || got[0] != a.String() {
			t.Errorf("%s: %q", a, got)
		}
	}
}

func TestSets(t *testing.T) {
	pass, roles := actions.Expand("iam:PassRole"), actions.Expand("iam:*Role")
	var empty actions.Set
	if empty.Len() != 0 || empty.List() != nil || empty.Complement().Len() != len(actions.All()) {
		t.Error("the zero set is not empty")
	}
	if roles.Minus(pass).Union(pass).Len() != roles.Len() || roles.Intersect(pass).Len() != 1 || pass.Minus(roles).Len() != 0 {
		t.Error("union, intersection and difference disagree")
	}
	if pass.Complement().Intersect(pass).Len() != 0 || pass.Complement().Len()+1 != len(actions.All()) {
		t.Error("the complement holds the set")
	}
	if got := actions.Of(actions.PermissionsManagement).Intersect(actions.Expand("s3:PutBucketPolicy")).Len(); got != 1 {
		t.Error("s3:PutBucketPolicy does not manage permissions")
	}
}

func TestServiceKnown(t *testing.T) {
	for prefix, want := range map[string]bool{"iam:X": true, "S3:*": true, "e*2:*": true, "*": true, "i*passrole": true, "nothing": false, "nothing:*": false, ":x": false, "": false} {
		if got := actions.ServiceKnown(prefix); got != want {
			t.Errorf("%q: %v", prefix, got)
		}
	}
}

// TestHostilePatterns expands patterns that make matchers slow.
func TestHostilePatterns(t *testing.T) {
	began := time.Now()
	for _, pattern := range []string{
		strings.Repeat("*?", 500_000), strings.Repeat("*", 1_000_000) + ":" + strings.Repeat("*", 1_000_000),
		strings.Repeat("*e", 40), strings.Repeat("*a*b", 20) + ":*", "*:" + strings.Repeat("?*", 40), strings.Repeat(":", 100_000),
	} {
		actions.Expand(pattern)
		actions.ServiceKnown(pattern)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("took %v", took)
	}
}

func FuzzExpand(f *testing.F) {
	for _, seed := range []string{"*", "iam:*Role", "?:?", "\xff*", "s3:**"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, pattern string) {
		found := actions.Expand(pattern)
		if found.Len() > 0 && !actions.ServiceKnown(pattern) {
			t.Errorf("%q has actions of no service", pattern)
		}
		if again := actions.Expand(strings.ToUpper(pattern)); isASCII(pattern) && again.Len() != found.Len() {
			t.Errorf("%q: case counts", pattern)
		}
	})
}

func isASCII(s string) bool { return !strings.ContainsFunc(s, func(r rune) bool { return r > 127 }) }

func BenchmarkExpand(b *testing.B) {
	for _, pattern := range []string{"*", "iam:*Role?olicy"} {
		b.Run(pattern, func(b *testing.B) {
			for b.Loop() {
				actions.Expand(pattern)
			}
		})
	}
}

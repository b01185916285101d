package policy_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/orgscan/orgscan/scan/policy"
)

func TestMatch(t *testing.T) {
	tests := []struct {
		pattern, s string
		want       bool
	}{
		{"", "", true},
		{"", "a", false},
		{"a", "", false},
		{"*", "", true},
		{"?", "", false},
		{"**", "anything/at:all", true},
		{"s3:Get*", "s3:GetObject", true},
		{"s3:Get*", "s3:Get", true},
		{"s3:Get*", "s3:get", false},
		{"s3:*Object", "s3:GetObjectObject", true},
		{"s3:*Object", "s3:GetObjectAcl", false},
		{"ec2:?escribe*", "ec2:DescribeInstances", true},
		{"a?c", "abbc", false},
		{"arn:aws:s3:::b/*", "arn:aws:s3:::b/x/y:z", true},
		{"arn:*:role/*", "arn:aws:iam::111122223333:role/team/deploy", true},
		{"?", "é", true},
		{"??", "é", false},
		{"*é", "caffé", true},
		{"a?b", "a😀b", false},
		{"a??b", "a😀b", true},
		{"a???b", "a😀b", false},
		{"*?b", "a😀b", true},
		{"a?*", "a😀", true},
		{"a😀", "a😀", true},
		{"*?*?*?", "😀", false},
		{"?", "\xff", true},
		{"\xff", "\xfe", false},
		{"\xff", "\uFFFD", false},
		{"*\xa9", "é", false},
		{"a\\*", "a*", false},
		{"[a-z]", "a", false},
		{"${*}", "${x}", true},
	}
	for _, tt := range tests {
		if got := policy.Match(tt.pattern, tt.s); got != tt.want {
			t.Errorf("Match(%q, %q) = %v", tt.pattern, tt.s, got)
		}
		if got := reference(tt.pattern, tt.s); got != tt.want {
			t.Errorf("the reference is wrong on %q, %q: %v", tt.pattern, tt.s, got)
		}
	}
}

func TestMatchAction(t *testing.T) {
	tests := []struct {
		pattern, action string
		want            bool
	}{
		{"*", "iam:PassRole", true},
		{"*:*", "iam:PassRole", true},
		{"IAM:passrole", "iam:PassRole", true},
		{"iam:Pass*", "IAM:PASSROLE", true},
		{"iam:?assRole", "iam:PassRole", true},
		{"iam:Pass", "iam:PassRole", false},
		{"iam:*", "iamx:PassRole", false},
		{"\u212Ams:*", "kms:Decrypt", false},
		{"[", "{", false},
		{"@", "`", false},
	}
	for _, tt := range tests {
		if got := policy.MatchAction(tt.pattern, tt.action); got != tt.want {
			t.Errorf("MatchAction(%q, %q) = %v", tt.pattern, tt.action, got)
		}
	}
}

// TestMatchHostilePatterns holds patterns on which a matcher that tries every star does not end within a lifetime.
func TestMatchHostilePatterns(t *testing.T) {
	s := strings.Repeat("a", 2000)
	tests := map[string]struct {
		pattern string
		want    bool
	}{
		"star-question": {strings.Repeat("*?", 2000), true},
		"too-many":      {strings.Repeat("*?", 2001), false},
		"star-letter":   {strings.Repeat("*a", 1000) + "b", false},
		"stars":         {strings.Repeat("*", 100_000), true},
		"late-mismatch": {"*" + strings.Repeat("a", 1000) + "b*" + strings.Repeat("a", 1000), false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := policy.Match(tt.pattern, s); got != tt.want {
				t.Errorf("got %v", got)
			}
			if n := testing.AllocsPerRun(1, func() { policy.Match(tt.pattern, s) }); n != 0 {
				t.Errorf("%v allocations, want none", n)
			}
		})
	}
}

// reference is Match by the book: it tries every way, remembering only what failed.
func reference(pattern, s string) bool {
	p, c := characters(pattern), characters(s)
	failed := map[[2]int]bool{}
	var try func(i, j int) bool
	try = func(i, j int) bool {
		if i == len(p) {
			return j == len(c)
		}
		if failed[[2]int{i, j}] {
			return false
		}
		ok := false
		switch {
		case p[i] == "*":
			ok = try(i+1, j) || j < len(c) && try(i, j+1)
		case j < len(c) && (p[i] == "?" || p[i] == c[j]):
			ok = try(i+1, j+1)
		}
		failed[[2]int{i, j}] = !ok
		return ok
	}
	return try(0, 0)
}

// characters splits a text into its UTF-16 units, and bytes that are not part of one.
func characters(s string) []string {
	var out []string
	for s != "" {
		_, width := utf8.DecodeRuneInString(s)
		unit := s[:width]
		s = s[width:]
		if width == 4 {
			out = append(out, unit+" 1")
			unit += " 2"
		}
		out = append(out, unit)
	}
	return out
}

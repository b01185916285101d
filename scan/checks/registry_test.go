package checks_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/scan/checks"
)

var (
	checkID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)+$`)
	groups  = []string{"admin", "breakglass", "cert", "chain", "coverage", "federation", "mgmt", "org", "other", "password", "policy", "privesc", "root", "sso", "trust", "user"}
)

func TestRules(t *testing.T) {
	titles := map[string]string{}
	for _, c := range checks.All() {
		t.Run(c.ID, func(t *testing.T) {
			if !checkID.MatchString(c.ID) || !slices.Contains(groups, c.Group) {
				t.Errorf("id %q or group %q is none that is known", c.ID, c.Group)
			}
			if c.Since != "0.1.0" {
				t.Errorf("since %q", c.Since)
			}
			checkTitle(t, c.Title)
			for name, text := range map[string]string{"why": c.Why, "fix": c.Fix, "does not detect": c.Blind} {
				checkSentences(t, name, text)
			}
			checkReferences(t, c.References)
			if other := titles[c.Title]; other != "" {
				t.Errorf("has the title of %s", other)
			}
			titles[c.Title] = c.ID
		})
	}
}

func checkTitle(t *testing.T, title string) {
	t.Helper()
	if n := utf8.RuneCountInString(title); n == 0 || n > 70 {
		t.Errorf("the title has %d characters: %q", n, title)
	}
	if strings.HasSuffix(title, ".") || strings.TrimSpace(title) != title {
		t.Errorf("the title ends or begins wrongly: %q", title)
	}
	word, _, _ := strings.Cut(title, " ")
	if first, size := utf8.DecodeRuneInString(word); unicode.IsUpper(first) && strings.ToLower(word[size:]) == word[size:] && !awsName[word] {
		t.Errorf("the title begins with a capital: %q", title)
	}
}

// awsName are words that AWS writes with one capital.
var awsName = map[string]bool{"Organizations": true}

func checkSentences(t *testing.T, name, text string) {
	t.Helper()
	word, _, _ := strings.Cut(text, " ")
	first, _ := utf8.DecodeRuneInString(text)
	// A sentence may begin with a name that is spelled small, such as iam:PassRole or a flag.
	begins := unicode.IsUpper(first) || strings.ContainsAny(word, "`:*-_")
	if !begins || strings.TrimSpace(text) != text || !strings.HasSuffix(text, ".") || strings.Contains(text, "  ") {
		t.Errorf("%s is no sentence: %q", name, text)
	}
}

func checkReferences(t *testing.T, references []string) {
	t.Helper()
	if len(references) == 0 {
		t.Error("no reference")
	}
	for _, r := range references {
		if !strings.HasPrefix(r, "https://") {
			t.Errorf("the reference %q is no https address", r)
		}
	}
}

// TestEachCheckHasAFile keeps id, file and fixture names derivable from one another.
func TestEachCheckHasAFile(t *testing.T) {
	for _, c := range checks.All() {
		file := strings.ReplaceAll(c.ID, "-", "_") + ".go"
		text, err := os.ReadFile(filepath.Clean(file))
		if err != nil {
			t.Errorf("%s: %v", c.ID, err)
			continue
		}
		id := regexp.MustCompile(`\bID:\s+"` + c.ID + `"`)
		if strings.Count(string(text), "register(") != 1 || len(id.FindAll(text, -1)) != 1 {
			t.Errorf("%s does not hold exactly the check %s", file, c.ID)
		}
		if n := strings.Count(string(text), "\n"); n > 60 {
			t.Errorf("%s has %d lines, more than 60", file, n)
		}
	}
}

func TestChecksAreWellFormed(t *testing.T) {
	for _, c := range checks.All() {
		if (c.Eval == nil) == (c.Judge == nil) {
			t.Errorf("%s: exactly one of Eval and Judge must be set", c.ID)
		}
		if c.Extract != nil && (c.Judge == nil || c.OfRun || len(c.Needs) == 0) {
			t.Errorf("%s: Extract serves Judge and needs sections, or unread accounts would pass unnoticed", c.ID)
		}
		if c.OrgWide() && c.Extract == nil && len(c.Needs) > 0 {
			t.Errorf("%s: needs account sections, but has no Extract to read them", c.ID)
		}
	}
}

func TestFind(t *testing.T) {
	tests := map[string]struct {
		patterns []string
		want     []string
		unknown  string
	}{
		"id":                  {patterns: []string{"root-mfa-missing"}, want: []string{"root-mfa-missing"}},
		"glob":                {patterns: []string{"root-signing-*"}, want: []string{"root-signing-cert-old", "root-signing-cert-present"}},
		"sorted-and-once":     {patterns: []string{"root-mfa-missing", "password-policy-missing", "root-mfa-m*"}, want: []string{"password-policy-missing", "root-mfa-missing"}},
		"unknown-id":          {patterns: []string{"root-mfa-missing", "root-mfa"}, unknown: "root-mfa"},
		"glob-without-match":  {patterns: []string{"rooot-*"}, unknown: "rooot-*"},
		"malformed-glob":      {patterns: []string{"root-["}, unknown: "root-["},
		"empty":               {patterns: []string{""}, unknown: ""},
		"nothing-asked-for":   {},
		"upper-case-is-wrong": {patterns: []string{"ROOT-*"}, unknown: "ROOT-*"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			found, err := checks.Find(test.patterns...)
			var unknown *checks.UnknownCheckError
			if errors.As(err, &unknown) != (test.want == nil && test.patterns != nil) {
				t.Fatalf("error %v", err)
			}
			if unknown != nil && (unknown.Pattern != test.unknown || unknown.Hint() == "" || !strings.Contains(unknown.Error(), test.unknown)) {
				t.Errorf("error %v, want one about %q", err, test.unknown)
			}
			var got []string
			for _, c := range found {
				got = append(got, c.ID)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("found (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAllIsSorted(t *testing.T) {
	all := checks.All()
	if !slices.IsSortedFunc(all, func(a, b *checks.Check) int { return strings.Compare(a.ID, b.ID) }) || len(all) == 0 {
		t.Errorf("%d checks, not sorted by id", len(all))
	}
}

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// bomb is a document whose aliases stand for 10^9 words.
func bomb() string {
	var b strings.Builder
	b.WriteString("a: &a [x, x, x, x, x, x, x, x, x, x]\n")
	for c := 'b'; c <= 'i'; c++ {
		b.WriteString(string(c) + ": &" + string(c) + " [" + strings.TrimSuffix(strings.Repeat("*"+string(c-1)+", ", 10), ", ") + "]\n")
	}
	return b.String()
}

// TestHostileFiles wants a short answer, soon, to files that are meant to hurt.
func TestHostileFiles(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"ten-megabytes": {"scan: " + strings.Repeat("x", 10<<20), "larger than 4194304 bytes"},
		"alias-bomb":    {bomb(), "line 2: aliases such as *a are not supported: write the value out"},
		"merge-key":     {"a: &a {b: 1}\nc:\n  <<: *a\n", "line 3: aliases such as *a are not supported: write the value out"},
		"deep":          {"a: " + strings.Repeat("[", 50000), "line 1: exceeded max depth of 10000"},
		"two-documents": {"scan: {}\n---\nscan: {}\n", "expected single document, found multiple"},
		"many-mistakes": {"a: 1\nb: 1\nc: 1\n", `line 1: unknown key "a", and 2 more`},
		"not-utf8":      {"scan: \xff\xfe\n", "invalid leading UTF-8 octet"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "file.yaml")
			if err := os.WriteFile(path, []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			_, config := readConfig(path)
			if config == nil {
				t.Fatal("it loads as a configuration")
			}
			if got := shorten(config); !strings.HasPrefix(got, test.want) && got != test.want || len(got) > 200 || strings.Contains(got, "\n") {
				t.Errorf("configuration: %q, want %q", got, test.want)
			}
			if list, err := loadExceptions(path, time.Now()); err == nil {
				t.Errorf("it loads as exceptions: %v", list)
			}
		})
	}
}

func TestValidateTrusted(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"right":     {"- {id: 012345678901, kind: own}\n- {id: '222233334444', kind: vendor, name: v}", ""},
		"short-id":  {"- {id: 12345678901, kind: own}", "line 1: trusted_accounts: an account has no id of twelve digits"},
		"no-id":     {"- {kind: own}", "line 1: trusted_accounts: an account has no id of twelve digits"},
		"kind":      {"- {id: 012345678901, kind: friend}", "line 1: trusted_accounts: the kind of account 012345678901 is none of own, partner, vendor"},
		"duplicate": {"- {id: 012345678901, kind: own}\n- {id: 012345678901, kind: own}", "line 2: trusted_accounts: account 012345678901 is in line 1 already"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var list yaml.Node
			if err := yaml.Load([]byte(test.text), &list); err != nil {
				t.Fatal(err)
			}
			got := ""
			if err := validateTrusted(list.Content[0]); err != nil {
				got = err.Error()
			}
			if got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

func TestSeverities(t *testing.T) {
	rated := func(s findings.Severity) ratedNode { return ratedNode{severity: s} }
	got := severities(map[string]ratedNode{
		"root-*": rated(findings.Low), "*": rated(findings.Info), "root-mfa-missing": rated(findings.Critical), "root-mfa-*": rated(findings.Medium),
	})
	for id, want := range map[string]findings.Severity{
		"root-mfa-missing": findings.Critical, "root-mfa-not-hardware": findings.Medium, "root-password-old": findings.Low, "role-unused": findings.Info,
	} {
		if got[id] != want {
			t.Errorf("%s is %s, want %s", id, got[id], want)
		}
	}
}

func TestLabel(t *testing.T) {
	cfg := &configuration{file: &configFile{OwnerTag: "team", EnvironmentTag: "stage"}}
	tags := []snapshot.Tag{{Key: "team", Value: "web"}, {Key: "stage", Value: "prod"}, {Key: "owner", Value: "nobody"}}
	o := &snapshot.Organization{Accounts: []snapshot.OrgAccount{{Tags: tags}, {Tags: tags, Owner: "by file"}, {}}}
	cfg.label(o)
	var got [][2]string
	for _, a := range o.Accounts {
		got = append(got, [2]string{a.Owner, a.Environment})
	}
	if diff := cmp.Diff([][2]string{{"web", "prod"}, {"by file", "prod"}, {}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !cfg.needsTags() || (&configuration{file: &configFile{}}).needsTags() {
		t.Error("tags are asked for exactly when something needs them")
	}
}

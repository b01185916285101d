package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestAssertions refuses every assertion that would hold whatever principals may do, with its line.
func TestAssertions(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"complete":          {"{action: 's3:GetObject', resource: 'arn:aws:s3:::secrets/key', who: ['admin-*']}", ""},
		"nobody":            {"{action: 'iam:createuser'}", ""},
		"any-resource":      {"{action: 'iam:CreateUser', resource: '*'}", ""},
		"no-action":         {"{who: [admin]}", `line 2: assertions: action "" is no single action`},
		"wildcard-action":   {"{action: 'iam:*'}", `line 2: assertions: action "iam:*" is no single action`},
		"unknown-action":    {"{action: 'iam:CreateUsr'}", `line 2: assertions: unknown action "iam:CreateUsr"`},
		"wildcard-resource": {"{action: 's3:GetObject', resource: 'arn:aws:s3:::*'}", `neither an ARN without wildcards nor "*"`},
		"empty-resource":    {"{action: 's3:GetObject', resource: ''}", `neither an ARN without wildcards nor "*"`},
		"empty-name":        {"{action: 'iam:CreateUser', who: ['']}", "line 2: assertions: who of iam:CreateUser has an empty name"},
		"twice":             {"{action: 'iam:CreateUser'}\n  - {action: 'IAM:createUser', resource: '*'}", "line 3: assertions: iam:createuser * is in line 2 already"},
		"unknown-key":       {"{action: 'iam:CreateUser', whom: [admin]}", "whom"},
		"no-mapping":        {"iam:CreateUser", "line 2"},
		"null":              {"null", "line 2"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "orgscan.yaml")
			if err := os.WriteFile(path, []byte("assertions:\n  - "+test.text+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			got := ""
			if _, err := readConfig(path); err != nil {
				got = shorten(err)
			}
			if (got == "") != (test.want == "") || !strings.Contains(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

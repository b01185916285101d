package policy_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/orgscan/orgscan/scan/policy"
)

// FuzzParse proves that every text gives a document, the same each time, and that spacing does not change its hash.
func FuzzParse(f *testing.F) {
	paths, err := filepath.Glob("../../fixtures/policies/*.txtar")
	if err != nil || len(paths) == 0 {
		f.Fatalf("no fixtures: %v", err)
	}
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			f.Add(string(file.Data))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := policy.Parse(text)
		if d.Hash() == "" || d.Hash() != policy.Parse(text).Hash() {
			t.Errorf("hash %q is not the same twice", d.Hash())
		}
		if d.Malformed && (len(d.Statements) > 0 || len(d.Problems) == 0) {
			t.Error("malformed, with statements or without a problem")
		}
		if len(d.Problems) > 1001 {
			t.Errorf("%d problems", len(d.Problems))
		}
		var indented bytes.Buffer
		if !utf8.ValidString(text) || strings.Contains(text, `\u`) || strings.ContainsRune(text, utf8.RuneError) ||
			json.Indent(&indented, []byte(text), "", "\t") != nil || d.Malformed {
			return
		}
		if again := policy.Parse(indented.String()); again.Hash() != d.Hash() || len(again.Problems) != len(d.Problems) {
			t.Errorf("spacing changed the document: %s", indented.String())
		}
		for i := range d.Statements {
			d.Statements[i].ServiceWildcards()
		}
		d.AdminStatements()
	})
}

// FuzzMatch compares Match with the reference.
func FuzzMatch(f *testing.F) {
	f.Add("s3:*Object", "s3:GetObjectAcl")
	f.Add("*?*?a", "éa\xffa")
	f.Add("**a*b?", "aabbab")
	f.Fuzz(func(t *testing.T, pattern, s string) {
		if len(pattern) > 50 || len(s) > 50 {
			return
		}
		want := reference(pattern, s)
		if got := policy.Match(pattern, s); got != want {
			t.Errorf("Match(%q, %q) = %v", pattern, s, got)
		}
		if want && !policy.MatchAction(pattern, s) {
			t.Errorf("MatchAction(%q, %q) is stricter than Match", pattern, s)
		}
	})
}

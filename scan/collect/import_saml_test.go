package collect_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/scan/collect"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// TestImportOfMetadataThatCannotBeRead has metadata that are no XML: the section is missing for the same reason, whether it
// was collected or imported.
func TestImportOfMetadataThatCannotBeRead(t *testing.T) {
	w := newWorld(t, member(), fixtures.WithReportPolls(0))
	w.edit(t, "GetSAMLProvider", func(body string) string { return strings.ReplaceAll(body, "&lt;/md:", "&lt;/") })
	want, err := collect.Account(t.Context(), w.config(), accountID, collect.Options{AsOf: now})
	if err != nil || len(want.Missing) != 1 {
		t.Fatalf("%v, missing %v", err, want.Missing)
	}
	dir := t.TempDir()
	for command, answer := range answers(t, w.config()) {
		save(t, filepath.Join(dir, command), reshaped(t, answer, asObject))
	}
	same(t, want, imported(t, dir))
}

// TestImportWithoutMetadata takes one file away that collecting would have asked for: nothing else is missing, and nothing
// passes for a provider without certificates.
func TestImportWithoutMetadata(t *testing.T) {
	w, dir := newWorld(t, member(), fixtures.WithReportPolls(0)), t.TempDir()
	for command, answer := range answers(t, w.config()) {
		save(t, filepath.Join(dir, command), reshaped(t, answer, asObject))
	}
	if err := os.Remove(filepath.Join(dir, "metadata-legacy.json")); err != nil {
		t.Fatal(err)
	}
	got := imported(t, dir)
	r := got.Missing[snapshot.SectionSAML]
	if len(got.Missing) != 1 || got.SAML != nil || r.Cause != "not-collected" || r.Action != "iam:GetSAMLProvider" || !strings.Contains(r.Message, `"legacy"`) {
		t.Errorf("missing %+v, providers %v", got.Missing, got.SAML)
	}
}

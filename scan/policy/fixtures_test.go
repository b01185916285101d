package policy_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/orgscan/orgscan/scan/policy"
)

var update = flag.Bool("update", false, "rewrite the expected normal forms in fixtures/policies")

// TestFixtures compares each document NAME.json of an archive with its normal form NAME.want.
func TestFixtures(t *testing.T) {
	paths, err := filepath.Glob("../../fixtures/policies/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) { runArchive(t, path) })
	}
}

func runArchive(t *testing.T, path string) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for _, f := range archive.Files {
		want[f.Name] = string(f.Data)
	}
	rewritten := &txtar.Archive{Comment: archive.Comment}
	for _, f := range archive.Files {
		name, isDocument := strings.CutSuffix(f.Name, ".json")
		if !isDocument {
			continue
		}
		got := render(policy.Parse(string(f.Data)))
		rewritten.Files = append(rewritten.Files, f, txtar.File{Name: name + ".want", Data: []byte(got)})
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(want[name+".want"], got); diff != "" && !*update {
				t.Errorf("normal form (-want +got), -update rewrites it:\n%s", diff)
			}
		})
	}
	if *update {
		if err := os.WriteFile(path, txtar.Format(rewritten), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if len(rewritten.Files) != len(archive.Files) {
		t.Errorf("%d files, want one .want for each .json and nothing else", len(archive.Files))
	}
}

// render writes a document in full, a line for each value.
func render(d *policy.Document) string {
	var b strings.Builder
	fmt.Fprintf(&b, "hash %s\n", d.Hash())
	if d.Malformed {
		b.WriteString("malformed\n")
	}
	line(&b, "version", d.Version)
	line(&b, "id", d.ID)
	for i := range d.Statements {
		fmt.Fprintf(&b, "statement %d\n", i)
		renderStatement(&b, &d.Statements[i])
	}
	for _, p := range d.Problems {
		fmt.Fprintf(&b, "problem %s: %s\n", p.Path, p.Text)
	}
	return b.String()
}

func renderStatement(b *strings.Builder, s *policy.Statement) {
	line(b, "  sid", s.SID)
	line(b, "  effect", s.Effect)
	list(b, "  action", s.Actions)
	list(b, "  not-action", s.NotActions)
	list(b, "  resource", s.Resources)
	list(b, "  not-resource", s.NotResources)
	renderPrincipal(b, "  principal", s.Principal)
	renderPrincipal(b, "  not-principal", s.NotPrincipal)
	for _, c := range s.Conditions {
		fmt.Fprintf(b, "  condition %q %q %q\n", c.Operator, c.Key, c.Values)
	}
}

func renderPrincipal(b *strings.Builder, name string, p *policy.Principal) {
	if p == nil {
		return
	}
	fmt.Fprintln(b, name)
	if p.All {
		fmt.Fprintln(b, "    all")
	}
	list(b, "    aws", p.AWS)
	list(b, "    service", p.Service)
	list(b, "    federated", p.Federated)
	list(b, "    canonical-user", p.CanonicalUser)
	for _, kind := range slices.Sorted(maps.Keys(p.Other)) {
		list(b, "    other "+kind, p.Other[kind])
	}
}

func line(b *strings.Builder, name, value string) {
	if value != "" {
		fmt.Fprintf(b, "%s %q\n", name, value)
	}
}

func list(b *strings.Builder, name string, values []string) {
	if values != nil {
		fmt.Fprintf(b, "%s %q\n", name, values)
	}
}

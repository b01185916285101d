package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan"
	"github.com/orgscan/orgscan/scan/checks"
)

// TestDemoShowsEveryGroup proves that the demo has something to show for every group of checks.
func TestDemoShowsEveryGroup(t *testing.T) {
	values := quietEnvironment(t.TempDir())
	values["PATH"] = os.Getenv("PATH")
	var env []string
	for key, value := range values {
		env = append(env, key+"="+value)
	}
	dir := t.TempDir()
	c, stderr := orgscan(t.Context(), env, dir, "demo", "--all-checks", "--out", "run", "--progress", "none")
	if code := exitCode(t, c); code != 0 {
		t.Fatalf("exited %d: %s", code, stderr)
	}
	shown := map[string]bool{}
	for f, err := range (&scan.Directory{Path: filepath.Join(dir, "run")}).Findings() {
		if err != nil {
			t.Fatal(err)
		}
		// The coverage checks speak of gaps, which are UNKNOWN.
		if f.Status == findings.Fail || f.Status == findings.Unknown && groupOf(f.Check) == "coverage" {
			shown[groupOf(f.Check)] = true
		}
	}
	for _, c := range checks.All() {
		if !shown[c.Group] {
			t.Errorf("no finding of group %s (%s)", c.Group, c.ID)
		}
	}
}

func groupOf(id string) string {
	i := slices.IndexFunc(checks.All(), func(c *checks.Check) bool { return c.ID == id })
	return checks.All()[i].Group
}

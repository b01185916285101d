package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// oracleFolder is where labelled data made by others may lie.
const oracleFolder = "../shared"

// oracleFile returns the path of a file of the labelled data. Without them the test is skipped; where CI says that it has
// the folder, it must also have the file.
func oracleFile(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(oracleFolder, "oracle", filepath.FromSlash(name))
	_, err := os.Stat(path)
	if err == nil {
		return path
	}
	if _, there := os.Stat(oracleFolder); there == nil && os.Getenv("ORGSCAN_CI") != "" {
		t.Fatalf("CI must not skip this: %v", err)
	}
	t.Skipf("no labelled data: %v", err)
	return ""
}

// TestImportOracle imports the labelled account as a person would, and wants all of its principals in the run directory,
// every section that is not in the file missing as not-collected, and the run accepted by the other commands.
func TestImportOracle(t *testing.T) {
	path := oracleFile(t, "iam-vulnerable/111111111111.json")
	run := filepath.Join(t.TempDir(), "run")
	if said, code := executed(t, "import", path, "--out", run, "--progress", "none"); code != findings.ExitClean || !strings.Contains(said, "imported 1 file about 1 account") {
		t.Fatalf("import exited %d: %s", code, said)
	}
	d, err := scan.OpenDirectory(run)
	if err != nil {
		t.Fatal(err)
	}
	a, err := d.ReadAccount("111111111111")
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Users) != 41 || len(a.Groups) != 3 || len(a.Roles) != 45 || len(a.Policies) != 45 {
		t.Errorf("%d users, %d groups, %d roles, %d policies", len(a.Users), len(a.Groups), len(a.Roles), len(a.Policies))
	}
	for _, s := range snapshot.Default() {
		r, missing := a.Lacks(s)
		given := s == snapshot.SectionPrincipals || s == snapshot.SectionManagedDocuments
		if missing == given || missing && r.Cause != findings.NotCollected {
			t.Errorf("%s: missing %v for %+v", s, missing, r)
		}
	}
	if said, code := executed(t, "scan", "--from", run, "--out", run+"-again", "--progress", "none"); code != findings.ExitBoth {
		t.Errorf("scan --from exited %d: %s", code, said)
	}
	if said, code := executed(t, "report", run); code != findings.ExitClean {
		t.Errorf("report exited %d: %s", code, said)
	}
}

// executed runs the program in this process and returns its stderr and exit code.
func executed(t *testing.T, args ...string) (said string, code int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	p := &program{stdout: &stdout, stderr: &stderr, now: time.Now, getenv: func(string) string { return "" }}
	code = p.run(t.Context(), append([]string{"orgscan"}, args...))
	return stderr.String(), code
}

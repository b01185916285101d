package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan"
)

// TestMoto sweeps an organization in moto, an implementation of AWS that shares nothing with this project, with the built
// program. What the sweep has to find is said by the program that seeds moto. moto knows the account of a call by the
// access key alone, and takes unknown keys for the management account's: credentials that are mixed up show as one
// account's user under another account.
func TestMoto(t *testing.T) {
	m := startMoto(t, interpreter(t))
	run := m.sweep(t)
	t.Run("coverage", func(t *testing.T) { m.coverage(t, run) })
	t.Run("planted", func(t *testing.T) { m.planted(t, run) })
	t.Run("isolation", func(t *testing.T) { m.isolation(t, run) })
	t.Run("unimplemented", func(t *testing.T) { m.unimplemented(t, run) })
	t.Run("credentials", func(t *testing.T) { m.credentials(t, run) })
	t.Run("snapshots", func(t *testing.T) { m.snapshots(t, run) })
}

// interpreter returns Python itself, not the script that a version manager may put before it: its process has to end when
// its input does.
func interpreter(t *testing.T) string {
	t.Helper()
	find := exec.CommandContext(t.Context(), "python3", "-c", "import sys, boto3, moto.server; print(sys.executable)")
	var said strings.Builder
	find.Stderr = &said
	out, err := find.Output()
	switch {
	case err == nil:
		return strings.TrimSpace(string(out))
	case os.Getenv("ORGSCAN_CI") != "":
		t.Fatalf("ORGSCAN_CI is set and moto cannot be started: %v\n%s", err, said.String())
	default:
		t.Skip("the sweep of a second implementation of AWS needs python3 with moto[server] and boto3: pip install 'moto[server]' boto3")
	}
	return ""
}

// motoServer is a seeded organization as fixtures/moto/organization.py describes it.
type motoServer struct {
	Endpoint, Management, Role string
	// Checks are those whose failures are predicted.
	Checks   []string
	Accounts []motoAccount
	Closed   motoAccount
}

type motoAccount struct {
	ID, Name, OU string
	// User is named after its account and exists in no other.
	User string
	// Fails are all failures of the predicted checks: check and resource.
	Fails []string
	// Documents are policies that the snapshot has to hold as they were written.
	Documents []string
}

// startMoto serves a new organization until the test ends.
func startMoto(t *testing.T, python string) *motoServer {
	t.Helper()
	ctx, kill := context.WithCancel(context.WithoutCancel(t.Context()))
	server := exec.CommandContext(ctx, python, filepath.Join("fixtures", "moto", "organization.py"))
	server.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.Contains(strings.ToLower(v), "_proxy=") })
	var said bytes.Buffer
	server.Stderr = &said
	input, noInput := server.StdinPipe()
	output, noOutput := server.StdoutPipe()
	if err := errors.Join(noInput, noOutput, server.Start()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		defer kill()
		defer time.AfterFunc(20*time.Second, kill).Stop()
		input.Close() // the server may be gone
		if err := server.Wait(); err != nil {
			t.Errorf("moto: %v\n%s", err, said.String())
		}
	})
	m := &motoServer{}
	if err := json.NewDecoder(output).Decode(m); err != nil || len(m.Accounts) < 11 {
		t.Fatalf("%d accounts were seeded, want the management account and at least ten: %v", len(m.Accounts), err)
	}
	return m
}

// sweep builds the program and runs it as a person would.
func (m *motoServer) sweep(t *testing.T) *scan.Directory {
	t.Helper()
	home := t.TempDir()
	binary, run := filepath.Join(home, "orgscan"), filepath.Join(home, "run")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	sweep := exec.CommandContext(t.Context(), binary, "scan", "--skip-check", "access-analyzer-*", "--role-name", m.Role, "--out", run,
		"--format", "json", "--format", "csv", "--progress", "none")
	sweep.Dir, sweep.Env = home, []string{
		"HOME=" + home, "AWS_CONFIG_FILE=" + os.DevNull, "AWS_SHARED_CREDENTIALS_FILE=" + os.DevNull, "AWS_EC2_METADATA_DISABLED=true",
		"AWS_ENDPOINT_URL=" + m.Endpoint, "AWS_REGION=us-east-1", "AWS_ACCESS_KEY_ID=unknown", "AWS_SECRET_ACCESS_KEY=unknown",
	}
	var stdout, stderr bytes.Buffer
	sweep.Stdout, sweep.Stderr = &stdout, &stderr
	// 5: there are findings, and moto does not implement every call.
	if err := sweep.Run(); sweep.ProcessState.ExitCode() != 5 {
		t.Errorf("the sweep ended with %v, want exit code 5\n%s", err, stderr.String())
	}
	if saved, err := os.ReadFile(filepath.Join(run, "report.json")); err != nil || !bytes.Equal(saved, stdout.Bytes()) {
		t.Errorf("stdout is not report.json (%v)", err)
	}
	d, err := scan.OpenDirectory(run)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// findingsOf reads findings.jsonl.
func findingsOf(t *testing.T, d *scan.Directory) []findings.Finding {
	t.Helper()
	var all []findings.Finding
	for f, err := range d.Findings() {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, f)
	}
	return all
}

// encoded returns a value as the run directory holds it.
func encoded(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// sameLines compares lists whatever their order.
func sameLines(t *testing.T, what string, want, got []string) {
	t.Helper()
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got)\n%s", what, diff)
	}
}

// coverage: every account of the organization is there once, and nothing is missing but what moto does not implement.
func (m *motoServer) coverage(t *testing.T, d *scan.Directory) {
	run, err := d.ReadRun()
	if err != nil {
		t.Fatal(err)
	}
	var missing, got []string
	for _, reason := range run.Scope.Missing {
		missing = append(missing, reason.Section+" "+reason.Action)
	}
	sameLines(t, "missing of the organization", []string{
		"billing-transfers organizations:ListOutboundResponsibilityTransfers", "resource-policy organizations:DescribeResourcePolicy",
		"root-access iam:ListOrganizationsFeatures",
	}, missing)
	for _, c := range run.Coverage {
		got = append(got, strings.Join([]string{c.Account, c.Name, c.OU, string(c.State)}, " "))
		for _, reason := range c.Reasons {
			if c.InScope() && !slices.Contains(motoLacks["coverage-data-partial"], reason.Action) {
				t.Errorf("account %s lacks %s for %s", c.Account, reason.Section, reason.Action)
			}
		}
	}
	want := []string{strings.Join([]string{m.Closed.ID, m.Closed.Name, m.Closed.OU, "skipped"}, " ")}
	for _, a := range m.Accounts {
		want = append(want, strings.Join([]string{a.ID, a.Name, a.OU, "partial"}, " "))
	}
	sameLines(t, "coverage", want, got)
}

// planted: the failures of the predicted checks are the predicted ones, in the right accounts, and no others.
func (m *motoServer) planted(t *testing.T, d *scan.Directory) {
	var want, got []string
	for _, a := range m.Accounts {
		for _, line := range a.Fails {
			want = append(want, a.ID+" "+line)
		}
	}
	for _, f := range findingsOf(t, d) {
		if f.Status == findings.Fail && slices.Contains(m.Checks, f.Check) {
			got = append(got, f.Account+" "+f.Check+" "+f.Resource)
		}
	}
	sameLines(t, "failures", want, got)
}

// owners finds whatever in a line says whose it is: the planted users' names and all ARNs of IAM.
var owners = regexp.MustCompile(`planted-(\d{12})|arn:aws:iam::(\d{12}):`)

// isolation: no finding about an account names a user or resource of another account.
func (m *motoServer) isolation(t *testing.T, d *scan.Directory) {
	named := map[string]bool{}
	for _, f := range findingsOf(t, d) {
		text := encoded(t, f)
		for _, match := range owners.FindAllStringSubmatch(text, -1) {
			if owner := match[1] + match[2]; owner != f.Account {
				t.Errorf("account %s has a finding about account %s: %s", f.Account, owner, text)
			}
			named[f.Account] = true
		}
	}
	for _, a := range m.Accounts {
		if !named[a.ID] {
			t.Errorf("no finding names a resource of account %s", a.ID)
		}
	}
}

// credentials: the joined credential report has each account's user, and each user under its own account only.
func (m *motoServer) credentials(t *testing.T, d *scan.Directory) {
	data, err := os.ReadFile(filepath.Join(d.Path, "report.csv", "credentials.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	account, user, arn := slices.Index(rows[0], "account"), slices.Index(rows[0], "user"), slices.Index(rows[0], "arn")
	var want, got []string
	for _, row := range rows[1:] {
		got = append(got, row[account]+" "+row[user]+" "+row[arn])
	}
	for _, a := range m.Accounts {
		want = append(want, a.ID+" "+a.User+" arn:aws:iam::"+a.ID+":user/"+a.User)
	}
	sameLines(t, "credentials.csv", want, got)
}

// snapshots: each has its account's user alone, and a policy is decoded once, whether moto encoded it or not.
func (m *motoServer) snapshots(t *testing.T, d *scan.Directory) {
	documents := 0
	for _, a := range m.Accounts {
		saved, err := d.ReadAccount(a.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(saved.Users) != 1 || saved.Users[0].Name != a.User {
			t.Errorf("the snapshot of account %s has the users %v, want %s alone", a.ID, saved.Users, a.User)
		}
		for _, document := range a.Documents {
			documents++
			if !strings.Contains(encoded(t, saved), encoded(t, document)) {
				t.Errorf("the snapshot of account %s does not hold %s", a.ID, document)
			}
		}
	}
	if documents < 2 {
		t.Errorf("%d documents were planted, want one that moto encodes and one that it does not", documents)
	}
}

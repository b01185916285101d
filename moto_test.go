package main

import (
	"bytes"
	"cmp"
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

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan"
)

// TestMoto sweeps an organization in moto, an implementation of AWS that shares nothing with this project, with the built
// program. What the sweep has to find is said by the program that seeds moto. moto knows the account of a call by the
// access key alone, and takes unknown keys for the management account's: credentials that are mixed up show as one
// account's user under another account.
func TestMoto(t *testing.T) {
	python := interpreter(t)
	m := startMoto(t, python)
	run := m.sweep(t)
	t.Run("coverage", func(t *testing.T) { m.coverage(t, run) })
	t.Run("planted", func(t *testing.T) { m.planted(t, run) })
	t.Run("isolation", func(t *testing.T) { m.isolation(t, run) })
	t.Run("unimplemented", func(t *testing.T) { m.unimplemented(t, run) })
	t.Run("credentials", func(t *testing.T) { m.credentials(t, run) })
	t.Run("documents", func(t *testing.T) { m.documents(t, run) })
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
	Endpoint   string        `json:"endpoint"`
	Management string        `json:"management"`
	Closed     string        `json:"closed"`
	Role       string        `json:"role"`
	Checks     []string      `json:"checks"`
	Accounts   []motoAccount `json:"accounts"`
}

type motoAccount struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	OU   string `json:"ou"`
	// User is named after its account and exists in no other.
	User string `json:"user"`
	// Fails are all failures of the predicted checks: check and resource.
	Fails []string `json:"fails"`
	// Documents are policies that the snapshot has to hold as they were written.
	Documents []string `json:"documents"`
}

// startMoto serves a new organization until the test ends.
func startMoto(t *testing.T, python string) *motoServer {
	t.Helper()
	ctx, kill := context.WithCancel(context.WithoutCancel(t.Context()))
	server := exec.CommandContext(ctx, python, filepath.Join("fixtures", "moto", "organization.py"))
	server.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.Contains(strings.ToLower(v), "_proxy=") })
	var said bytes.Buffer
	server.Stderr = &said
	input, err := server.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		defer kill()
		defer time.AfterFunc(20*time.Second, kill).Stop()
		input.Close() //nolint:errcheck // the server may be gone
		if err := server.Wait(); err != nil {
			t.Errorf("moto: %v\n%s", err, said.String())
		}
	})
	m := &motoServer{}
	if err := json.NewDecoder(output).Decode(m); err != nil {
		t.Fatalf("moto was not seeded: %v", err)
	}
	if len(m.Accounts) < 11 {
		t.Fatalf("%d accounts were seeded: too few to see a mix-up", len(m.Accounts))
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
	sweep := exec.CommandContext(t.Context(), binary, "scan", "--role-name", m.Role, "--out", run,
		"--format", "json", "--format", "csv", "--progress", "none")
	none := filepath.Join(home, "none")
	sweep.Dir, sweep.Env = home, []string{
		"HOME=" + home, "AWS_CONFIG_FILE=" + none, "AWS_SHARED_CREDENTIALS_FILE=" + none, "AWS_EC2_METADATA_DISABLED=true",
		"AWS_ENDPOINT_URL=" + m.Endpoint, "AWS_REGION=us-east-1", "AWS_ACCESS_KEY_ID=unknown", "AWS_SECRET_ACCESS_KEY=unknown",
	}
	var stdout, stderr bytes.Buffer
	sweep.Stdout, sweep.Stderr = &stdout, &stderr
	err := sweep.Run()
	// 5: there are findings, and moto does not implement every call.
	if failure, ok := errors.AsType[*exec.ExitError](err); !ok || failure.ExitCode() != 5 {
		t.Fatalf("the sweep ended with %v, want exit code 5\n%s", err, stderr.String())
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

// coverage: every account of the organization is there once, and nothing is missing but what moto does not implement.
func (m *motoServer) coverage(t *testing.T, d *scan.Directory) {
	run, err := d.ReadRun()
	if err != nil {
		t.Fatal(err)
	}
	var missing []string
	for _, reason := range run.Scope.Missing {
		missing = append(missing, reason.Section+" "+reason.Action)
	}
	want := []string{"resource-policy organizations:DescribeResourcePolicy", "root-access iam:ListOrganizationsFeatures"}
	if diff := gocmp.Diff(want, missing); diff != "" || run.Scope.Management != m.Management {
		t.Errorf("management account %q; missing of the organization (-want +got)\n%s", run.Scope.Management, diff)
	}
	m.accounts(t, run.Coverage)
}

func (m *motoServer) accounts(t *testing.T, coverage []findings.Coverage) {
	t.Helper()
	var scanned []motoAccount
	for _, c := range coverage {
		if c.Account == m.Closed {
			if c.State != findings.Skipped {
				t.Errorf("the closed account is %s", c.State)
			}
			continue
		}
		scanned = append(scanned, motoAccount{ID: c.Account, Name: c.Name, OU: c.OU})
		for _, reason := range c.Reasons {
			if reason.Action != "iam:ListServiceSpecificCredentials" {
				t.Errorf("account %s lacks %s for %s", c.Account, reason.Section, reason.Action)
			}
		}
		if c.State != findings.Partial {
			t.Errorf("account %s is %s although moto cannot answer all calls", c.Account, c.State)
		}
	}
	var want []motoAccount
	for _, a := range m.Accounts {
		want = append(want, motoAccount{ID: a.ID, Name: a.Name, OU: a.OU})
	}
	slices.SortFunc(want, func(a, b motoAccount) int { return cmp.Compare(a.ID, b.ID) })
	if diff := gocmp.Diff(want, scanned); diff != "" || len(coverage) != len(want)+1 {
		t.Errorf("%d accounts in the coverage (-want +got)\n%s", len(coverage), diff)
	}
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
	slices.Sort(want)
	slices.Sort(got)
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("failures (-want +got)\n%s", diff)
	}
}

// owners finds whatever in a line says whose it is: the planted users' names and all ARNs of IAM.
var owners = regexp.MustCompile(`planted-(\d{12})|arn:aws:iam::(\d{12}):`)

// isolation: no line about an account names a user or resource of another account.
func (m *motoServer) isolation(t *testing.T, d *scan.Directory) {
	named := map[string]bool{}
	for _, f := range findingsOf(t, d) {
		text := encoded(t, f)
		for _, match := range owners.FindAllStringSubmatch(text, -1) {
			if owner := match[1] + match[2]; owner != f.Account {
				t.Errorf("account %s has a finding about account %s: %s", f.Account, owner, text)
			}
			named[f.Account] = named[f.Account] || match[1] != ""
		}
	}
	if len(named) < len(m.Accounts) {
		t.Errorf("only %d of %d accounts have findings at all", len(named), len(m.Accounts))
	}
}

// unimplemented: what moto answers with a page of HTML and status 500 is unknown, names the action and never passes.
func (m *motoServer) unimplemented(t *testing.T, d *scan.Directory) {
	blocked := map[string]string{
		"user-service-credential-long-lived": "iam:ListServiceSpecificCredentials",
		"user-without-credentials":           "iam:ListServiceSpecificCredentials",
		"coverage-data-partial":              "iam:ListServiceSpecificCredentials",
		"root-credentials-in-member-account": "iam:ListOrganizationsFeatures",
	}
	seen := map[string]map[string]bool{}
	for _, f := range findingsOf(t, d) {
		action, ok := blocked[f.Check]
		if !ok {
			continue
		}
		if f.Status != findings.Unknown || f.Unknown.Action != action || f.Unknown.Cause != findings.Error {
			t.Errorf("%s cannot be known without %s, but: %s", f.Check, action, encoded(t, f))
		}
		if seen[f.Check] == nil {
			seen[f.Check] = map[string]bool{}
		}
		seen[f.Check][f.Account] = true
	}
	for check := range blocked {
		want := len(m.Accounts)
		if check == "root-credentials-in-member-account" {
			want = 1 // about the organization
		}
		if len(seen[check]) != want {
			t.Errorf("%s is unknown in %d accounts, want %d", check, len(seen[check]), want)
		}
	}
}

// credentials: the joined credential report has each account's user, and each user under its own account only.
func (m *motoServer) credentials(t *testing.T, d *scan.Directory) {
	f, err := os.Open(filepath.Join(d.Path, "report.csv", "credentials.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // read only
	rows, err := csv.NewReader(f).ReadAll()
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
	slices.Sort(want)
	slices.Sort(got)
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("credentials.csv (-want +got)\n%s", diff)
	}
}

// documents: a policy is decoded once, whether moto encoded it or not.
func (m *motoServer) documents(t *testing.T, d *scan.Directory) {
	checked := 0
	for _, a := range m.Accounts {
		saved, err := d.ReadAccount(a.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, document := range a.Documents {
			checked++
			if !strings.Contains(encoded(t, saved), encoded(t, document)) {
				t.Errorf("the snapshot of account %s does not hold %s", a.ID, document)
			}
		}
	}
	if checked < 2 {
		t.Errorf("%d documents were planted, want one that moto encodes and one that it does not", checked)
	}
}

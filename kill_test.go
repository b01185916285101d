package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/fixtures"
)

// served starts a simulated organization for a test and returns the environment in which the program reaches it.
func served(t testing.TB, o *fixtures.Organization, opts ...fixtures.Option) (env []string, simulated *fixtures.AWS) {
	t.Helper()
	opts = append(opts, fixtures.WithClock(time.Now), fixtures.WithReportPolls(0))
	simulated, err := fixtures.New(o, opts...)
	if err != nil {
		t.Fatal(err)
	}
	url, stop, err := simulated.Listen()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	values := quietEnvironment(t.TempDir())
	values["PATH"] = os.Getenv("PATH")
	values["AWS_ENDPOINT_URL"] = url
	values["AWS_ACCESS_KEY_ID"] = fixtures.CallerAccessKeyID
	values["AWS_SECRET_ACCESS_KEY"] = fixtures.CallerSecret
	values["AWS_SESSION_TOKEN"] = fixtures.CallerToken
	values["ORGSCAN_EXTERNAL_ID"] = fixtures.DemoExternalID
	for key, value := range values {
		env = append(env, key+"="+value)
	}
	return env, simulated
}

// orgscan prepares the program in a folder of its own.
func orgscan(ctx context.Context, env []string, dir string, args ...string) (*exec.Cmd, *bytes.Buffer) {
	c := exec.CommandContext(ctx, "orgscan", args...)
	c.Env, c.Dir = env, dir
	var stderr bytes.Buffer
	c.Stderr = &stderr
	return c, &stderr
}

// exitCode runs a command and returns its exit code.
func exitCode(t testing.TB, c *exec.Cmd) int {
	t.Helper()
	if err := c.Run(); err != nil && c.ProcessState == nil {
		t.Fatal(err)
	}
	return c.ProcessState.ExitCode()
}

// snapshots counts the snapshots that a run has saved so far.
func snapshots(dir string) int {
	entries, _ := os.ReadDir(filepath.Join(dir, "accounts"))
	n := 0
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".json.gz") && !strings.HasPrefix(e.Name(), ".") {
			n++
		}
	}
	return n
}

// TestResumeAfterKill kills a sweep with SIGKILL in the middle and goes on with it: the result is that of a sweep that was
// never stopped.
func TestResumeAfterKill(t *testing.T) {
	o, _ := fixtures.Generate(fixtures.Spec{Accounts: 30, Seed: 9})
	slow := fixtures.Fault{Action: "iam:GetAccountSummary", From: 1, Kind: fixtures.Delay, Delay: 100 * time.Millisecond}
	env, _ := served(t, o, fixtures.WithFaults(slow))
	dir := t.TempDir()
	common := []string{"scan", "--org-rate", "1000", "--as-of", "2026-11-01T06:00:00Z", "--progress", "none"}
	whole, stderr := orgscan(t.Context(), env, dir, append(common, "--out", "whole")...)
	if code := exitCode(t, whole); code != findings.ExitBoth {
		t.Fatalf("the whole sweep exited %d: %s", code, stderr)
	}
	killed, _ := orgscan(t.Context(), env, dir, append(common, "--concurrency", "1")...)
	if err := killed.Start(); err != nil {
		t.Fatal(err)
	}
	folder := waitForSnapshots(t, filepath.Join(dir, "orgscan-runs"), 4)
	if err := killed.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = killed.Wait() // it was killed
	saved := snapshots(folder)
	if saved < 4 || saved > 25 {
		t.Fatalf("%d snapshots were saved before the kill, want some but not all", saved)
	}
	if code := exitCode(t, first(orgscan(t.Context(), env, dir, "report", folder))); code != findings.ExitUsage {
		t.Errorf("a report of the unfinished run exited %d, want %d", code, findings.ExitUsage)
	}
	resumed, stderr := orgscan(t.Context(), env, dir, "scan", "--resume", "latest")
	if code := exitCode(t, resumed); code != findings.ExitBoth {
		t.Fatalf("the resumed sweep exited %d: %s", code, stderr)
	}
	for _, name := range []string{"findings.jsonl", "report.txt", "organization.json.gz"} {
		if diff := cmp.Diff(text(t, filepath.Join(dir, "whole", name)), text(t, filepath.Join(folder, name))); diff != "" {
			t.Errorf("%s (-whole +resumed):\n%s", name, diff)
		}
	}
}

func first(c *exec.Cmd, _ *bytes.Buffer) *exec.Cmd { return c }

func text(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// waitForSnapshots waits until the only run below runs has saved so many snapshots and returns its folder. It polls: there
// is nothing else to wait for in another process.
func waitForSnapshots(t *testing.T, runs string, n int) string {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for range 12000 {
		<-tick.C
		entries, _ := os.ReadDir(runs)
		for _, e := range entries {
			if folder := filepath.Join(runs, e.Name()); e.IsDir() && snapshots(folder) >= n {
				return folder
			}
		}
	}
	t.Fatal("no snapshots were saved in a minute")
	return ""
}

// TestInterruptedExit sends an interrupt before anything is saved: exit 130.
func TestInterruptedExit(t *testing.T) {
	o, _ := fixtures.Generate(fixtures.Spec{Accounts: 6, Plants: []string{}})
	env, simulated := served(t, o, fixtures.WithFaults(fixtures.Fault{Action: "iam:GetAccountSummary", From: 1, Kind: fixtures.Hang}))
	c, stderr := orgscan(t.Context(), env, t.TempDir(), "scan", "--org-rate", "1000", "--out", "run")
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for simulated.Calls(o.Accounts[3].ID)["iam:GetAccountSummary"] == 0 {
		<-tick.C
	}
	if err := c.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait() // the exit code is looked at below
	if code := c.ProcessState.ExitCode(); code != findings.ExitInterrupted {
		t.Errorf("exited %d, want %d: %s", code, findings.ExitInterrupted, stderr)
	}
}

// TestNoSecrets greps everything that a full sweep at debug level writes for every secret that was in play.
func TestNoSecrets(t *testing.T) {
	env, simulated := served(t, fixtures.Demo())
	dir := t.TempDir()
	c, stderr := orgscan(t.Context(), env, dir, "scan", "--org-rate", "1000", "--log-level", "debug", "--log-format", "json",
		"--out", "run", "--external-id", fixtures.DemoExternalID, "--format", "json", "--format", "csv", "--format", "table")
	var stdout bytes.Buffer
	c.Stdout = &stdout
	if code := exitCode(t, c); code != findings.ExitBoth {
		t.Fatalf("exited %d: %s", code, stderr)
	}
	if strings.Count(stderr.String(), `"message":"call"`) < 100 {
		t.Fatalf("the debug log holds too little to prove anything: %d bytes", stderr.Len())
	}
	secrets := append(simulated.Secrets(),
		fixtures.CallerSecret, fixtures.CallerToken, fixtures.CallerAccessKeyID, fixtures.DemoExternalID, "Signature=", "X-Amz-Security-Token")
	if len(secrets) < 20 {
		t.Fatalf("only %d secrets were in play", len(secrets))
	}
	written := map[string]string{"the log": stderr.String(), "stdout": stdout.String()}
	for _, name := range []string{"run.json", "findings.jsonl", "report.json", "report.txt"} {
		written[name] = text(t, filepath.Join(dir, "run", name))
	}
	for where, content := range written {
		for _, secret := range secrets {
			if secret != "" && strings.Contains(content, secret) {
				t.Errorf("%s holds %q", where, secret)
			}
		}
	}
	var run findings.Run
	if err := json.Unmarshal([]byte(written["run.json"]), &run); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{redacted}, run.Parameters["external-id"]); diff != "" {
		t.Errorf("external-id in run.json (-want +got):\n%s", diff)
	}
	if len(run.Files) < 25 {
		t.Errorf("run.json holds hashes of %d files only", len(run.Files))
	}
}

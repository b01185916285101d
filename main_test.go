package main

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/orgscan/orgscan/fixtures"
)

var update = flag.Bool("update", false, "rewrite the expected outputs and the generated parts of the README")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"orgscan": func() { os.Exit(execute()) }})
}

// TestScripts runs the whole program: fixtures/scripts/*.txtar, one topic each.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("fixtures", "scripts"),
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               isolate,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"aws":       startAWS,
			"fault":     addFault,
			"exits":     exits,
			"same":      same,
			"lines":     lines,
			"printable": printable,
		},
	})
}

// isolate keeps the machine's own AWS configuration and proxies out of a script.
func isolate(e *testscript.Env) error {
	for key, value := range quietEnvironment(e.WorkDir) {
		e.Setenv(key, value)
	}
	return nil
}

func quietEnvironment(dir string) map[string]string {
	none := filepath.Join(dir, ".no-aws-files")
	return map[string]string{
		"HOME": dir, "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": none, "AWS_SHARED_CREDENTIALS_FILE": none,
		"AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "",
		"AWS_SESSION_TOKEN": "", "AWS_PROFILE": "", "AWS_CA_BUNDLE": "", "HTTP_PROXY": "", "HTTPS_PROXY": "", "NO_COLOR": "", "TERM": "dumb",
	}
}

// organizations are what scripts can start by name. The caller's credentials may be replaced after a colon.
var organizations = map[string]func() *fixtures.Organization{
	"demo": fixtures.Demo,
	"small": func() *fixtures.Organization {
		o, _ := fixtures.Generate(fixtures.Spec{Accounts: 6, Seed: 5})
		return o
	},
	"clean": func() *fixtures.Organization {
		o, _ := fixtures.Generate(fixtures.Spec{Accounts: 6, Plants: []string{}})
		return o
	},
	"bounded": func() *fixtures.Organization {
		o, _ := fixtures.Generate(fixtures.Spec{Accounts: 3, Plants: []string{"user-admin-bounded", "user-admin-without-mfa", "hostile-account-escape"}})
		return o
	},
	"large": func() *fixtures.Organization {
		o, _ := fixtures.Generate(fixtures.Spec{Accounts: 60, Seed: 5})
		return o
	},
}

// callers change who the caller is.
var callers = map[string]func(*fixtures.Organization, *fixtures.Credential){
	"root": func(o *fixtures.Organization, c *fixtures.Credential) {
		c.ARN, c.Policies = "arn:aws:iam::"+o.ManagementID+":root", nil
	},
	"expired": func(_ *fixtures.Organization, c *fixtures.Credential) { c.Expired = true },
	"member": func(o *fixtures.Organization, c *fixtures.Credential) {
		c.Account = o.Accounts[len(o.Accounts)-1].ID
		c.ARN = "arn:aws:sts::" + c.Account + ":assumed-role/Somebody/session"
	},
	"stranger": func(_ *fixtures.Organization, c *fixtures.Credential) {
		c.Account = "909090909090"
		c.ARN = "arn:aws:sts::909090909090:assumed-role/Somebody/session"
	},
}

// scriptAWS holds the simulated AWS of each running script.
var scriptAWS = struct {
	sync.Mutex
	of map[*testscript.TestScript]*fixtures.AWS
}{of: map[*testscript.TestScript]*fixtures.AWS{}}

func simulatedOf(ts *testscript.TestScript) *fixtures.AWS {
	scriptAWS.Lock()
	defer scriptAWS.Unlock()
	return scriptAWS.of[ts]
}

func remember(ts *testscript.TestScript, a *fixtures.AWS) {
	scriptAWS.Lock()
	defer scriptAWS.Unlock()
	scriptAWS.of[ts] = a
}

// startAWS is "aws ORGANIZATION[:CALLER]": it serves a simulated organization until the script ends.
func startAWS(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: aws ORGANIZATION[:CALLER]")
	}
	name, caller, _ := strings.Cut(args[0], ":")
	build, ok := organizations[name]
	if !ok {
		ts.Fatalf("no organization %q", name)
	}
	o := build()
	if caller != "" {
		callers[caller](o, &o.Credentials[0])
	}
	simulated, err := fixtures.New(o, fixtures.WithClock(time.Now), fixtures.WithReportPolls(0))
	ts.Check(err)
	url, stop, err := simulated.Listen()
	ts.Check(err)
	ts.Defer(stop)
	remember(ts, simulated)
	ts.Setenv("AWS_ENDPOINT_URL", url)
	ts.Setenv("AWS_ACCESS_KEY_ID", fixtures.CallerAccessKeyID)
	ts.Setenv("AWS_SECRET_ACCESS_KEY", fixtures.CallerSecret)
	ts.Setenv("AWS_SESSION_TOKEN", fixtures.CallerToken)
	ts.Setenv("ORGSCAN_EXTERNAL_ID", fixtures.DemoExternalID)
}

var kinds = map[string]fixtures.FaultKind{"deny": fixtures.Deny, "throttle": fixtures.Throttle, "hang": fixtures.Hang, "error": fixtures.InternalError}

// addFault is "fault ACCOUNT ACTION KIND": it spoils a call from now on.
func addFault(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 || simulatedOf(ts) == nil {
		ts.Fatalf("usage, after aws: fault ACCOUNT ACTION KIND")
	}
	simulatedOf(ts).AddFaults(fixtures.Fault{Account: args[0], Action: args[1], From: 1, Kind: kinds[args[2]]})
}

// exits is "exits CODE COMMAND ARGS": it runs a command and compares its exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	if neg || err != nil {
		ts.Fatalf("usage: exits CODE COMMAND ARGS")
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		failure, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("%v", err)
		}
		got = failure.ExitCode()
	}
	if got != want {
		ts.Fatalf("%s exited %d, want %d\nstderr:\n%s", strings.Join(args[1:], " "), got, want, ts.ReadFile("stderr"))
	}
}

// same is "same FILE FILE": the files hold the same bytes.
func same(ts *testscript.TestScript, neg bool, args []string) {
	if (ts.ReadFile(args[0]) == ts.ReadFile(args[1])) == neg {
		ts.Fatalf("%s and %s: same is %v", args[0], args[1], !neg)
	}
}

// lines is "lines COUNT FILE": the file has so many lines, or with "<COUNT" fewer.
func lines(ts *testscript.TestScript, _ bool, args []string) {
	n, wanted := strings.Count(ts.ReadFile(args[1]), "\n"), strings.TrimPrefix(args[0], "<")
	limit, err := strconv.Atoi(wanted)
	ts.Check(err)
	if ok := n == limit || wanted != args[0] && n < limit; !ok {
		ts.Fatalf("%s has %d lines, want %s:\n%s", args[1], n, args[0], ts.ReadFile(args[1]))
	}
}

// printable is "printable FILE": no control character but the newline.
func printable(ts *testscript.TestScript, _ bool, args []string) {
	for i, r := range ts.ReadFile(args[0]) {
		if r < ' ' && r != '\n' || r == 0x7f || (r >= 0x80 && r < 0xa0) {
			ts.Fatalf("%s holds control character %U at %d", args[0], r, i)
		}
	}
}

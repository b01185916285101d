package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/org"
	"github.com/orgscan/orgscan/report"
	"github.com/orgscan/orgscan/scan"
)

// The headings under which help shows flags.
const (
	forScope  = "Which accounts"
	forRole   = "Which role"
	forChecks = "Which checks"
	forPool   = "How fast"
	forOutput = "Output"
)

func scopeFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringSliceFlag{Name: "account", Category: forScope, Usage: "only this account, by `ID` or exact name; repeatable"},
		&cli.StringSliceFlag{Name: "exclude-account", Category: forScope, Usage: "not this account, by `ID` or exact name; repeatable"},
		&cli.StringSliceFlag{Name: "ou", Category: forScope, Usage: "only accounts below this `OU`: id, name path such as Root/Workloads, or unique name; repeatable"},
		&cli.StringSliceFlag{Name: "exclude-ou", Category: forScope, Usage: "no account below this `OU`; repeatable"},
		&cli.StringSliceFlag{Name: "tag", Category: forScope, Usage: "only accounts with this tag, `KEY=VALUE`; repeatable"},
		&cli.StringSliceFlag{Name: "exclude-tag", Category: forScope, Usage: "no account with this tag, `KEY=VALUE`; repeatable"},
		&cli.StringFlag{Name: "accounts-file", Category: forScope, Usage: "CSV `FILE` (id,name,ou,owner,environment,tier) that adds to the organization's list, or replaces it where that cannot be read"},
		&cli.BoolFlag{Name: "self", Category: forScope, Usage: "only the caller's own account, without asking AWS Organizations"},
	}
}

func roleFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "role-name", Category: forRole, Value: "OrgScanAudit", Usage: "`NAME` of the audit role in each account, with its path if it has one"},
		&cli.StringFlag{Name: "external-id", Category: forRole, EnvVars: []string{"ORGSCAN_EXTERNAL_ID"}, Usage: "ExternalId that the audit role asks for"},
		&cli.StringFlag{Name: "hub-role", Category: forRole, Usage: "`ARN` of a role to assume first"},
		&cli.StringSliceFlag{Name: "role-in", Category: forRole, Usage: "another role in one account, `ACCOUNT=NAME`; repeatable"},
		&cli.StringFlag{Name: "source-identity", Category: forRole, Usage: "source identity of the sessions; the trust policy must allow sts:SetSourceIdentity"},
		&cli.StringSliceFlag{Name: "session-tag", Category: forRole, Usage: "session tag, `KEY=VALUE`; the trust policy must allow sts:TagSession; repeatable"},
		&cli.BoolFlag{Name: "no-session-policy", Category: forRole, Usage: "do not narrow the sessions to the calls that are needed"},
	}
}

func checkFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringSliceFlag{Name: "check", Category: forChecks, Usage: "only these checks, by `ID` or glob such as 'root-*'; repeatable"},
		&cli.StringSliceFlag{Name: "skip-check", Category: forChecks, Usage: "not these checks, by `ID` or glob; repeatable"},
		frameworkFlag(),
		&cli.StringFlag{Name: "severity", Category: forChecks, Value: "info", Usage: "only checks whose severity reaches `LEVEL`: info, low, medium, high or critical"},
		&cli.StringSliceFlag{Name: "with", Category: forChecks, Usage: "collect this opt-in `SECTION` in full: " + strings.Join(scan.OptIn(), ", ") + "; repeatable"},
		&cli.StringSliceFlag{Name: "regions", Category: forChecks, Usage: "look for regional things only in this `REGION`; repeatable (default: all that an account has enabled)"},
		&cli.DurationFlag{Name: "events-window", Category: forChecks, Value: scan.DefaultEventsWindow, Usage: "read events of this `TIME` before the run, at most 2160h (90 days)"},
		&cli.StringFlag{Name: "profile", Category: forChecks, Usage: "the checks and thresholds of a `PROFILE`: " + strings.Join(scan.Profiles(), ", ")},
		&cli.BoolFlag{Name: "all-checks", Category: forChecks, Usage: "also the checks that are off by default"},
	}
}

func frameworkFlag() cli.Flag {
	return &cli.StringSliceFlag{
		Name: "framework", Category: forChecks,
		Usage: "only checks that answer for a control of this framework, `NAME` or NAME@VERSION such as cis@7.0.0, also those that are off by default; repeatable",
	}
}

func poolFlags() []cli.Flag {
	l := assume.DefaultLimits()
	return []cli.Flag{
		concurrencyFlag(),
		&cli.Float64Flag{Name: "rate", Category: forPool, Value: l.Rate, Usage: "requests a second in one account, at most"},
		&cli.IntFlag{Name: "burst", Category: forPool, Value: l.Burst, Usage: "requests at once in one account, at most"},
		&cli.Float64Flag{Name: "org-rate", Category: forPool, Value: org.DefaultLimits().Rate, Usage: "requests a second to AWS Organizations, at most"},
		&cli.DurationFlag{Name: "account-timeout", Category: forPool, Value: 15 * time.Minute, Usage: "give up on an account after this `TIME`"},
		&cli.DurationFlag{Name: "timeout", Category: forPool, Usage: "end the run after this `TIME` and report what is done; 0 means never"},
		&cli.BoolFlag{Name: "keep-going", Category: forPool, Usage: "go on although no role could be assumed in the first 25 accounts"},
	}
}

func concurrencyFlag() cli.Flag {
	return &cli.IntFlag{Name: "concurrency", Category: forPool, Value: 16, Usage: "`NUMBER` of accounts worked on at once"}
}

func outputFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "out", Category: forOutput, Usage: "run `DIRECTORY` to write, absent or empty (default: a new one below orgscan-runs)"},
		formatFlag(),
		&cli.StringFlag{Name: "fail-on", Category: forOutput, Value: "high", Usage: "exit 1 from this severity `LEVEL` on: info, low, medium, high, critical, or none"},
		&cli.StringFlag{Name: "max-gaps", Category: forOutput, Value: "0", Usage: "exit 3 only beyond this many gaps: a `NUMBER`, or a share of the accounts such as 2%"},
		showPassedFlag(),
		&cli.StringFlag{Name: "progress", Category: forOutput, Value: "auto", Usage: "progress on stderr, `HOW`: auto (a status line on a terminal), plain or none"},
	}
}

func formatFlag() cli.Flag {
	return &cli.StringSliceFlag{
		Name: "format", Category: forOutput, Usage: "report `FORMAT`: " + strings.Join(report.Formats(), ", ") +
			"; repeatable, the first one is printed (default: table)",
	}
}

func showPassedFlag() cli.Flag {
	return &cli.BoolFlag{Name: "show-passed", Category: forOutput, Usage: "also show what passed and what does not apply"}
}

func logFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "log-level", Category: forOutput, Value: "info", Usage: "log `LEVEL` on stderr: debug, info, warn, error or none"},
		&cli.StringFlag{Name: "log-format", Category: forOutput, Value: "console", Usage: "log `FORMAT` on stderr: console or json"},
	}
}

func configFlag() cli.Flag {
	return &cli.StringFlag{Name: "config", Usage: "YAML `FILE` with thresholds, lists, severities and a key for every flag of scan; the flag wins"}
}

func runFlag() cli.Flag {
	return &cli.StringFlag{Name: "run", Usage: "run `DIRECTORY` to read (default: the newest below orgscan-runs)"}
}

func textOrJSONFlag() cli.Flag {
	return &cli.StringFlag{Name: "format", Value: "text", Usage: "`FORMAT`: text or json"}
}

// wantsJSON reads --format of the commands that print text or JSON.
func wantsJSON(c *cli.Context) (bool, error) {
	switch f := c.String("format"); f {
	case "text":
		return false, nil
	case "json":
		return true, nil
	default:
		return false, &usageError{message: fmt.Sprintf("unknown format %q", f), hint: "one of: text, json"}
	}
}

// formats reads --format of the commands that render a report; unknown ones are refused before anything is done.
func formats(c *cli.Context) ([]string, error) {
	chosen := c.StringSlice("format")
	if len(chosen) == 0 {
		chosen = []string{"table"}
	}
	for _, f := range chosen {
		if !slices.Contains(report.Formats(), f) {
			return nil, &report.UnknownFormatError{Format: f}
		}
	}
	return chosen, nil
}

// severity reads a flag that names a severity.
func severity(c *cli.Context, flag string) (findings.Severity, error) {
	s, err := findings.ParseSeverity(c.String(flag))
	if err != nil {
		return 0, &usageError{message: fmt.Sprintf("--%s: %v", flag, err), hint: "orgscan " + c.Command.Name + " --help"}
	}
	return s, nil
}

// pairs reads a repeatable KEY=VALUE flag.
func pairs(c *cli.Context, flag string) (map[string]string, error) {
	out := map[string]string{}
	for _, text := range c.StringSlice(flag) {
		key, value, ok := strings.Cut(text, "=")
		if !ok || key == "" || value == "" {
			return nil, &usageError{
				message: fmt.Sprintf("--%s %q is not KEY=VALUE", flag, text),
				hint:    fmt.Sprintf("--%s key=value", flag),
			}
		}
		if _, twice := out[key]; twice {
			return nil, &usageError{message: fmt.Sprintf("--%s names %q twice", flag, key)}
		}
		out[key] = value
	}
	return out, nil
}

// scanFlags are the flags of scan; each has a key in the configuration file.
func scanFlags() []cli.Flag {
	return slices.Concat(scopeFlags(), roleFlags(), checkFlags(), poolFlags(), outputFlags(), logFlags(), []cli.Flag{
		configFlag(),
		&cli.StringFlag{Name: "exceptions", Category: forChecks, Usage: "YAML `FILE` of accepted findings and gaps, each with owner, reason and expiry"},
		&cli.StringSliceFlag{Name: "from", Category: forScope, Usage: "judge the saved snapshots of this run `DIRECTORY` instead of asking AWS; repeat it to join shards of one organization"},
		&cli.StringFlag{Name: "resume", Category: forOutput, Usage: "go on with an interrupted run: its `DIRECTORY`, or latest"},
		&cli.StringFlag{Name: "as-of", Category: forChecks, Usage: "judge ages as of this `TIME` (2026-01-31 or RFC 3339) instead of now; lets shards share one"},
	})
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"

	"github.com/urfave/cli/v2"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/report"
	"github.com/orgscan/orgscan/scan"
	"github.com/orgscan/orgscan/scan/checks"
	"github.com/orgscan/orgscan/scan/snapshot"
	"github.com/orgscan/orgscan/scan/tables"
)

// output is what a person chose about reports and exit codes.
type output struct {
	formats    []string
	showPassed bool
	threshold  findings.Threshold
	progress   string
}

// sweepInput is one sweep, ready to go.
type sweepInput struct {
	directory *scan.Directory
	run       *findings.Run
	options   scan.Options
	output    output
	log       *logger
}

// outputOf reads the output flags.
func outputOf(c *cli.Context) (output, error) {
	var o output
	var err error
	if o.formats, err = formats(c); err != nil {
		return o, err
	}
	if o.threshold, err = threshold(c); err != nil {
		return o, err
	}
	o.showPassed = c.Bool("show-passed")
	o.progress = c.String("progress")
	switch o.progress {
	case "auto", "plain", "none":
		return o, nil
	}
	return o, &usageError{message: fmt.Sprintf("--progress: unknown value %q", o.progress), hint: "one of: auto, plain, none"}
}

func threshold(c *cli.Context) (findings.Threshold, error) {
	var t findings.Threshold
	if c.String("fail-on") == "none" {
		t.Off = true
	} else {
		s, err := severity(c, "fail-on")
		if err != nil {
			return t, &usageError{message: err.Error() + " or none", hint: hintOf(err)}
		}
		t.FailOn = s
	}
	text, percent := strings.CutSuffix(c.String("max-gaps"), "%")
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n < 0 || (!percent && n != float64(int(n))) || (percent && n > 100) {
		return t, &usageError{
			message: fmt.Sprintf("--max-gaps %q is neither a number nor a percentage", c.String("max-gaps")),
			hint:    "--max-gaps 3, or --max-gaps 2%",
		}
	}
	if percent {
		t.MaxGapsPercent = n
	} else {
		t.MaxGaps = int(n)
	}
	return t, nil
}

// sweep runs the sweep, writes the run directory and prints the report. The verdict is also in run.json.
func (p *program) sweep(ctx context.Context, in sweepInput) (*findings.Verdict, error) {
	in.run.Schema, in.run.Version, in.run.Started = findings.RunSchema, version, p.now().UTC()
	release, err := in.directory.Lock()
	if err != nil {
		return nil, err
	}
	defer release() //nolint:errcheck // the lock goes with the process at the latest
	in.run.Checks, in.run.Frameworks, in.run.Thresholds = in.options.Plan.IDs(), in.options.Plan.Frameworks, in.options.Params
	if err := in.directory.WriteRun(in.run); err != nil {
		return nil, fmt.Errorf("write the run directory: %w", err)
	}
	if err := in.directory.WriteOrganization(in.options.Organization); err != nil {
		return nil, fmt.Errorf("write the run directory: %w", err)
	}
	monitor := p.monitor(in)
	in.options.Directory, in.options.Now, in.options.Progress = in.directory, utc(p.now), monitor.event
	result, err := scan.Run(ctx, in.options)
	monitor.finish()
	if err != nil {
		return nil, p.broken(in, err)
	}
	if interrupted(ctx) && result.Snapshots == 0 {
		fmt.Fprintf(p.stderr, "orgscan: interrupted before anything was saved; exit %d; go on with: orgscan scan --resume %s\n",
			findings.ExitInterrupted, oneLine(in.directory.Path))
		return nil, &exitError{findings.ExitInterrupted}
	}
	in.run.Coverage, in.run.Scope.Missing, in.run.Exceptions = result.Coverage, result.Missing, result.Exceptions
	in.run.Verdict = findings.Judge(result.Tally, result.Coverage, result.Missing, in.output.threshold)
	return in.run.Verdict, p.publish(in)
}

func utc(now func() time.Time) func() time.Time { return func() time.Time { return now().UTC() } }

// interrupted reports whether a person or the machine asked the run to stop.
func interrupted(ctx context.Context) bool { return errors.Is(ctx.Err(), context.Canceled) }

// resumable is a failure of the run after something may have been saved.
type resumable struct {
	err  error
	path string
}

// Error is the failure's.
func (e *resumable) Error() string { return e.err.Error() }

// Unwrap returns the failure.
func (e *resumable) Unwrap() error { return e.err }

// Hint adds how to go on to what the failure itself suggests.
func (e *resumable) Hint() string {
	next := "then go on with: orgscan scan --resume " + e.path
	if h := hintOf(e.err); h != "" {
		return h + "; " + next
	}
	return "remove the cause, " + next
}

// broken adds how to go on to a failure, where there is something to go on with.
func (p *program) broken(in sweepInput, err error) error {
	_, noRole := errors.AsType[*scan.NoRoleError](err)
	_, busy := errors.AsType[*scan.BusyError](err)
	if noRole || busy || len(in.run.Scope.From) > 0 {
		return err
	}
	return &resumable{err: err, path: in.directory.Path}
}

// publish writes the reports, finishes run.json and prints the first report. Printing comes last: a closed pipe must not
// make a finished run look unfinished.
func (p *program) publish(in sweepInput) error {
	if err := in.directory.RemoveReports(); err != nil {
		return fmt.Errorf("write the run directory: %w", err)
	}
	src := sourceOf(in.directory, in.run, in.options.Organization, in.options.Plan.Rules())
	for _, format := range in.output.formats {
		err := report.Write(format, src, report.Options{ShowPassed: in.output.showPassed}, in.directory.Create)
		if err != nil {
			return fmt.Errorf("write the %s report: %w", format, err)
		}
	}
	var err error
	if in.run.Files, err = in.directory.Hashes(); err != nil {
		return fmt.Errorf("hash the run directory: %w", err)
	}
	in.run.Ended = p.now().UTC()
	if err := in.directory.WriteRun(in.run); err != nil {
		return fmt.Errorf("write the run directory: %w", err)
	}
	return p.print(in.output.formats[0], src, in.output.showPassed, in.directory)
}

// print shows one report on stdout; of a folder it shows the path.
func (p *program) print(format string, src *report.Source, showPassed bool, d *scan.Directory) error {
	if report.Folder(format) {
		_, err := fmt.Fprintln(p.stdout, joinPath(d.Path, report.Path(format)))
		return err
	}
	o := report.Options{ShowPassed: showPassed, Color: p.stdoutTerminal && p.colours(), Width: p.columns()}
	if err := report.WriteTo(p.stdout, format, src, o); err != nil {
		return fmt.Errorf("print the %s report: %w", format, err)
	}
	return nil
}

// colours reports whether the terminal takes colours and the person wants them.
func (p *program) colours() bool { return p.getenv("NO_COLOR") == "" && p.getenv("TERM") != "dumb" }

func (p *program) columns() int {
	if !p.stdoutTerminal {
		return 0
	}
	return p.width()
}

// sourceOf makes a report's source from a run directory; nothing is read before a format asks for it.
func sourceOf(d *scan.Directory, run *findings.Run, org *snapshot.Organization, rules []findings.Rule) *report.Source {
	src := &report.Source{
		Run: run, Rules: rules, Frameworks: frameworksOf(run.Frameworks),
		Findings: func() iter.Seq2[findings.Finding, error] { return d.Findings() },
	}
	for _, build := range tables.All() {
		src.Tables = append(src.Tables, func() findings.Table { return build(org, d.Accounts()) })
	}
	return src
}

// frameworksOf returns the frameworks whose controls a report shows: those that the run was asked for, or else all. Names
// that this version does not know are left out.
func frameworksOf(asked []string) []findings.Framework {
	return slices.DeleteFunc(checks.Frameworks(), func(f findings.Framework) bool {
		return len(asked) > 0 && !slices.Contains(asked, f.String())
	})
}

// rulesOf returns the text of checks by id; ids of checks that this version does not know are left out.
func rulesOf(ids []string) []findings.Rule {
	var rules []findings.Rule
	for _, c := range checks.All() {
		for _, id := range ids {
			if c.ID == id {
				rules = append(rules, c.Rule)
			}
		}
	}
	return rules
}

// encodeJSON writes one JSON object, indented, for the commands that print one. What a terminal might obey is escaped.
func encodeJSON(w io.Writer, value any) error {
	var b strings.Builder
	e := newEncoder(&b)
	e.SetIndent("", "  ")
	if err := e.Encode(value); err != nil {
		return err
	}
	_, err := io.WriteString(w, unobeyed(b.String()))
	return err
}

// unobeyed escapes the runes of JSON text that are not printable: they occur only inside strings.
func unobeyed(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\n' || unicode.IsPrint(r):
			b.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

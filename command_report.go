package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/report"
	"github.com/orgscan/orgscan/scan"
	"github.com/orgscan/orgscan/scan/checks"
)

func (p *program) reportCommand() *cli.Command {
	return &cli.Command{
		Name: "report", Usage: "Render a saved run again", ArgsUsage: "[RUN DIRECTORY]",
		Description: "Prints the report of a finished run to stdout. Formats that are a folder (csv) are written below --out, or into\n" +
			"the run directory.",
		Flags: []cli.Flag{
			runFlag(), formatFlag(), showPassedFlag(),
			&cli.StringSliceFlag{
				Name: "framework", Category: forOutput,
				Usage: "show the controls of this framework, `NAME` or NAME@VERSION such as cis@7.0.0, instead of those the run was asked for; repeatable",
			},
			&cli.StringFlag{Name: "out", Category: forOutput, Usage: "write the reports into this `DIRECTORY` instead"},
		},
		Action: p.report,
	}
}

func (p *program) report(c *cli.Context) error {
	chosen, err := formats(c)
	if err != nil {
		return err
	}
	d, err := runOf(c)
	if err != nil {
		return err
	}
	src, err := savedSource(d)
	if err != nil {
		return err
	}
	if names := c.StringSlice("framework"); len(names) > 0 {
		if src.Frameworks, err = checks.FindFrameworks(names...); err != nil {
			return err
		}
		src.Run.Frameworks = frameworkNames(src.Frameworks)
	}
	for _, format := range chosen {
		if err := p.render(c, format, src, d); err != nil {
			return fmt.Errorf("render %s as %s: %w", d.Path, format, err)
		}
	}
	return nil
}

// runOf opens the run that --run or the argument names, or the newest.
func runOf(c *cli.Context) (*scan.Directory, error) {
	names := c.Args().Slice()
	if name := c.String("run"); name != "" {
		names = append(names, name)
	}
	switch len(names) {
	case 0:
		return openRun("latest")
	case 1:
		return openRun(names[0])
	}
	return nil, &usageError{message: c.Command.Name + " takes one run directory", hint: "orgscan " + c.Command.Name + " --help"}
}

// soundRunOf is runOf for commands that build on what the run holds: a finished run must match its hashes.
func soundRunOf(c *cli.Context) (*scan.Directory, error) {
	d, err := runOf(c)
	if err != nil {
		return nil, err
	}
	run, err := d.ReadRun()
	if err != nil {
		return nil, err
	}
	return d, d.Verify(run)
}

// savedSource reads what a report needs of a finished run.
func savedSource(d *scan.Directory) (*report.Source, error) {
	run, err := d.ReadRun()
	if err != nil {
		return nil, err
	}
	if run.Verdict == nil {
		return nil, &usageError{
			message: fmt.Sprintf("run %s did not finish", d.Path),
			hint:    "orgscan scan --resume " + d.Path,
		}
	}
	if err := d.Verify(run); err != nil {
		return nil, err
	}
	organization, err := d.ReadOrganization()
	if err != nil {
		return nil, err
	}
	return sourceOf(d, run, organization, rulesOf(run.Checks)), nil
}

func frameworkNames(all []findings.Framework) []string {
	var names []string
	for _, f := range all {
		names = append(names, f.String())
	}
	return names
}

func (p *program) render(c *cli.Context, format string, src *report.Source, d *scan.Directory) error {
	o := report.Options{ShowPassed: c.Bool("show-passed")}
	if out := c.String("out"); out != "" {
		return report.Write(format, src, o, createBelow(out))
	}
	if report.Folder(format) {
		if err := report.Write(format, src, o, d.Create); err != nil {
			return err
		}
	}
	return p.print(format, src, o.ShowPassed, d)
}

// createBelow opens files below a directory that is made when it is absent.
func createBelow(dir string) report.Create {
	return func(name string) (io.WriteCloser, error) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, err
		}
		return os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600) //nolint:gosec // the path is the user's own choice
	}
}

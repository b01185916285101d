package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/orgscan/orgscan/findings"
)

// program is the outside world as the commands see it.
type program struct {
	stdout, stderr io.Writer
	// stdoutTerminal and stderrTerminal say whether a person is looking.
	stdoutTerminal, stderrTerminal bool
	// width returns the terminal's width in columns, 0 when there is none.
	width  func() int
	now    func() time.Time
	getenv func(string) string
}

// run executes a command line and returns its exit code. It is the only place that prints errors.
func (p *program) run(ctx context.Context, args []string) (code int) {
	defer func() {
		if v := recover(); v != nil {
			fmt.Fprintf(p.stderr, "orgscan %s broke: %v\n%s", version, v, debug.Stack())
			code = findings.ExitFailed
		}
	}()
	app := p.app()
	err := app.RunContext(ctx, permute(app, args))
	if err == nil {
		return findings.ExitClean
	}
	if e, ok := errors.AsType[*exitError](err); ok {
		return e.code
	}
	p.complain(err)
	if isUsage(err) {
		return findings.ExitUsage
	}
	return findings.ExitFailed
}

// complain prints an error in one line and what to try in a second.
func (p *program) complain(err error) {
	fmt.Fprintf(p.stderr, "orgscan: %s\n", oneLine(err.Error()))
	if h := hintOf(err); h != "" {
		fmt.Fprintf(p.stderr, "  try: %s\n", oneLine(h))
	}
}

func (p *program) app() *cli.App {
	app := &cli.App{
		Name:  "orgscan",
		Usage: "Sweep every account of an AWS Organization for identity and access problems",
		Description: "orgscan lists the accounts of an organization, assumes a read-only audit role in each, and ends in one report\n" +
			"that says, for every account and every check, what was found or exactly why it could not be looked at.\n\n" +
			"Start with: orgscan demo (needs no AWS account), then: orgscan accounts --probe, then: orgscan scan.",
		Version:                   version,
		Writer:                    p.stdout,
		ErrWriter:                 p.stderr,
		ExitErrHandler:            func(*cli.Context, error) {},
		OnUsageError:              onUsageError,
		DisableSliceFlagSeparator: true,
		Commands: []*cli.Command{
			p.demoCommand(), p.scanCommand(), p.accountsCommand(), p.checksCommand(), p.roleCommand(), p.reportCommand(),
			p.pathsCommand(), p.configCommand(), p.exceptionsCommand(), p.versionCommand(),
		},
		Action: func(c *cli.Context) error {
			if c.Args().Present() {
				return unknownCommand(c)
			}
			return cli.ShowAppHelp(c)
		},
	}
	for _, command := range app.Commands {
		hardenUsage(command)
	}
	return app
}

// hardenUsage makes a command and its subcommands answer wrong usage with an error, never with help on stdout.
func hardenUsage(command *cli.Command) {
	command.OnUsageError = onUsageError
	command.HideHelpCommand = true
	for _, sub := range command.Subcommands {
		hardenUsage(sub)
	}
}

func onUsageError(c *cli.Context, err error, _ bool) error {
	name := "orgscan"
	if c.Command != nil && c.Command.Name != "" && c.Command.Name != "orgscan" {
		name += " " + c.Command.Name
	}
	return &usageError{message: err.Error(), hint: name + " --help"}
}

func unknownCommand(c *cli.Context) error {
	name := c.Args().First()
	var known []string
	for _, command := range c.App.VisibleCommands() {
		known = append(known, command.Name)
	}
	return &usageError{message: fmt.Sprintf("unknown command %q", name), hint: suggest("orgscan ", name, known)}
}

// noArguments refuses positional arguments, which the library would pass over.
func noArguments(c *cli.Context) error {
	if c.Args().Present() {
		return &usageError{
			message: fmt.Sprintf("%s takes no argument, but was given %q", c.Command.Name, c.Args().First()),
			hint:    "orgscan " + c.Command.Name + " --help",
		}
	}
	return nil
}

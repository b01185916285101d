// Command orgscan sweeps every account of an AWS Organization for identity and access problems and ends in one report.
//
// This package is the command line: flags, wiring, messages and exit codes. It does not know how accounts are listed,
// assumed, collected or judged.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/term"
)

func main() { os.Exit(execute()) }

// execute runs the program with the process's own streams, clock and environment, and returns the exit code.
func execute() int {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // nohup keeps its meaning
		signals = append(signals, syscall.SIGHUP)
	}
	ctx, stop := signal.NotifyContext(context.Background(), signals...)
	defer stop()
	context.AfterFunc(ctx, stop) // a second interrupt ends the process at once
	p := &program{
		stdout: os.Stdout, stderr: os.Stderr, now: time.Now, getenv: os.Getenv,
		stdoutTerminal: term.IsTerminal(int(os.Stdout.Fd())), stderrTerminal: term.IsTerminal(int(os.Stderr.Fd())),
		width: func() int {
			w, _, err := term.GetSize(int(os.Stderr.Fd()))
			if err != nil {
				return 0
			}
			return w
		},
	}
	return p.run(ctx, os.Args)
}

package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
)

// maxEndingShown is how many exceptions one line names.
const maxEndingShown = 5

// conclude says the last line and turns the verdict into the exit code.
func (p *program) conclude(ctx context.Context, v *findings.Verdict, in sweepInput) error {
	text := v.Text
	if interrupted(ctx) {
		text = "interrupted, go on with orgscan scan --resume " + oneLine(in.directory.Path) + "; " + text
	}
	p.endingExceptions(in)
	p.last(in, text, v.Exit)
	if v.Exit == findings.ExitClean {
		return nil
	}
	return &exitError{v.Exit}
}

// endingExceptions says before the last line which exceptions end soon. People see a few of them: the report names all.
func (p *program) endingExceptions(in sweepInput) {
	var ends []string
	for _, x := range in.run.Exceptions {
		if x.Ending {
			ends = append(ends, x.ID+" ("+x.Expires+")")
		}
	}
	if len(ends) == 0 {
		return
	}
	text := fmt.Sprintf("exceptions that end within %d days: %d", findings.EndingWithin, len(ends))
	if in.log.machine {
		in.log.Warn().Strs("exceptions", ends).Msg(text)
		return
	}
	shown := ends[:min(len(ends), maxEndingShown)]
	if len(shown) < len(ends) {
		shown = append(slices.Clip(shown), "…")
	}
	fmt.Fprintf(p.stderr, "orgscan: %s: %s\n", text, strings.Join(shown, ", "))
}

// last says how the run ended: in the log's own form when that is read by machines.
func (p *program) last(in sweepInput, text string, exit int) {
	if in.log.machine {
		in.log.Log().Int("exit", exit).Str("run_directory", in.directory.Path).Msg(text)
		return
	}
	fmt.Fprintf(p.stderr, "orgscan: %s; exit %d; run directory %s\n", text, exit, oneLine(in.directory.Path))
}

package main

import (
	"fmt"
	"slices"

	"github.com/urfave/cli/v2"
)

// redacted stands for the value of a flag that must not be written down.
const redacted = "(redacted)"

// parametersOf lists the flags that were given, for run.json.
func parametersOf(c *cli.Context) map[string][]string {
	out := map[string][]string{}
	for _, f := range c.Command.Flags {
		name := f.Names()[0]
		if !c.IsSet(name) || name == "resume" || name == "out" || name == "help" {
			continue
		}
		switch {
		case name == "external-id":
			out[name] = []string{redacted}
		case isSlice(f):
			out[name] = c.StringSlice(name)
		default:
			out[name] = []string{fmt.Sprint(c.Value(name))}
		}
	}
	return out
}

func isSlice(f cli.Flag) bool {
	_, ok := f.(*cli.StringSliceFlag)
	return ok
}

// fixedByRun are the flags that an interrupted run has settled. Going on with another scope, role or set of checks would drop
// accounts from the report or mix answers to different questions.
func fixedByRun() []string {
	settled := slices.Concat(flagNames(scopeFlags()), flagNames(roleFlags()), flagNames(checkFlags()), []string{"as-of", "out", "from", "config"})
	return slices.DeleteFunc(settled, func(name string) bool { return name == "external-id" })
}

// restoreFlags sets the flags of an earlier run that were not given again. Redacted ones must be given again.
func restoreFlags(c *cli.Context, parameters map[string][]string) error {
	for name, values := range parameters {
		if c.IsSet(name) || !hasFlag(c, name) || name == "timeout" {
			continue
		}
		if slices.Contains(values, redacted) {
			return &usageError{
				message: fmt.Sprintf("the run was started with --%s, whose value is not kept", name),
				hint:    fmt.Sprintf("give --%s again", name),
			}
		}
		for _, value := range values {
			if err := c.Set(name, value); err != nil {
				return fmt.Errorf("restore --%s of the interrupted run: %w", name, err)
			}
		}
	}
	return nil
}

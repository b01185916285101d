package main

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// permute moves flags before positional arguments, because the library ignores flags that come after one: "report DIR
// --format csv" and "report --format csv DIR" are the same. Everything after "--" stays as it is.
func permute(app *cli.App, args []string) []string {
	if len(args) < 2 {
		return args
	}
	command, depth := descend(app.Commands, args[1:])
	if command == nil {
		return args
	}
	head, rest := args[:1+depth], args[1+depth:]
	var flags, positional []string
	for i := 0; i < len(rest); i++ {
		switch arg := rest[i]; {
		case arg == "--":
			positional = append(positional, rest[i:]...)
			i = len(rest)
		case len(arg) < 2 || arg[0] != '-':
			positional = append(positional, arg)
		case takesValue(command, arg) && i+1 < len(rest):
			flags = append(flags, arg, rest[i+1])
			i++
		default:
			flags = append(flags, arg)
		}
	}
	return slices.Concat(head, flags, positional)
}

// descend follows command names from the start of the arguments and returns the last command and how many names it took.
func descend(commands []*cli.Command, args []string) (*cli.Command, int) {
	var found *cli.Command
	for depth, arg := range args {
		i := slices.IndexFunc(commands, func(c *cli.Command) bool { return c.HasName(arg) })
		if i < 0 {
			return found, depth
		}
		found, commands = commands[i], commands[i].Subcommands
	}
	return found, len(args)
}

// takesValue reports whether a flag's value is the next argument.
func takesValue(command *cli.Command, arg string) bool {
	name := strings.TrimLeft(arg, "-")
	if strings.Contains(name, "=") {
		return false
	}
	for _, f := range command.Flags {
		if slices.Contains(f.Names(), name) {
			_, isBool := f.(*cli.BoolFlag)
			return !isBool
		}
	}
	return false
}

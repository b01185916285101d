package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan"
)

func (p *program) exceptionsCommand() *cli.Command {
	return &cli.Command{
		Name: "exceptions", Usage: "Write an exceptions file to review",
		Action: unknownSubcommand,
		Subcommands: []*cli.Command{
			{
				Name: "suggest", Usage: "Print exceptions for what a run found", ArgsUsage: "[RUN DIRECTORY]",
				Description: "Prints one exception for every low or medium problem of a run, for --exceptions. Owner, reason and expiry are\n" +
					"left empty: the file loads only when a person has filled them in, or has deleted what is not to be accepted.",
				Flags:  []cli.Flag{runFlag()},
				Action: p.suggestExceptions,
			},
		},
	}
}

// unknownSubcommand answers a command that does nothing by itself.
func unknownSubcommand(c *cli.Context) error {
	var known []string
	for _, sub := range c.Command.Subcommands {
		known = append(known, sub.Name)
	}
	hint := "orgscan " + c.Command.Name + " " + strings.Join(known, ", or orgscan "+c.Command.Name+" ")
	if !c.Args().Present() {
		return &usageError{message: c.Command.Name + " needs a command", hint: hint}
	}
	return &usageError{message: fmt.Sprintf("%s: unknown command %q", c.Command.Name, c.Args().First()), hint: hint}
}

// accepted is one problem that a run found, wherever it found it.
type accepted struct {
	first    findings.Finding
	accounts map[string]bool
	findings int
}

func (p *program) suggestExceptions(c *cli.Context) error {
	d, err := soundRunOf(c)
	if err != nil {
		return err
	}
	groups, err := acceptable(d)
	if err != nil {
		return err
	}
	return writeExceptions(p.stdout, groups, p.now())
}

// acceptable gathers the low and medium findings that no exception accepts yet, one entry a group.
func acceptable(d *scan.Directory) (map[string]*accepted, error) {
	groups := map[string]*accepted{}
	for f, err := range d.Findings() {
		if err != nil {
			return nil, &usageError{message: err.Error(), hint: "name a finished run: --run DIRECTORY"}
		}
		if strings.HasPrefix(f.Check, "exception-") { // about the file itself
			continue
		}
		if f.Status != findings.Fail || f.Exception != "" || (f.Severity != findings.Low && f.Severity != findings.Medium) {
			continue
		}
		g := groups[f.Group]
		if g == nil {
			g = &accepted{first: f, accounts: map[string]bool{}}
			groups[f.Group] = g
		}
		g.accounts[f.Account] = true
		g.findings++
	}
	return groups, nil
}

// writeExceptions writes the entries by check. Everything that AWS named stands in comments, on one line each.
func writeExceptions(w io.Writer, groups map[string]*accepted, now time.Time) error {
	var b strings.Builder
	b.WriteString("# Exceptions for review: delete what is not to be accepted, and fill in owner, reason and expires (at most 365 days\n" +
		"# after created) in what is left. The file does not load before.\n")
	if len(groups) == 0 {
		b.WriteString("# The run has no low or medium finding.\n")
		_, err := io.WriteString(w, b.String()+"exceptions: []\n")
		return err
	}
	b.WriteString("exceptions:\n")
	for _, id := range slices.SortedFunc(maps.Keys(groups), func(x, y string) int {
		return findings.Compare(byCheck(groups[x].first), byCheck(groups[y].first))
	}) {
		g := groups[id]
		fmt.Fprintf(&b, "  # %s, %s: %s\n", g.first.Check, g.first.Severity, oneLine(g.first.Title))
		fmt.Fprintf(&b, "  # %s in %s, the first: %s\n", counted(g.findings, "finding"), counted(len(g.accounts), "account"), oneLine(g.first.Resource))
		fmt.Fprintf(&b, "  - id: %s\n    check: %s\n    group: %s\n", quoted(g.first.Check+"-"+id[:8]), g.first.Check, quoted(id))
		fmt.Fprintf(&b, "    owner: \"\"\n    reason: \"\"\n    created: %s\n    expires: \"\"\n", now.UTC().Format(time.DateOnly))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// byCheck orders findings by check before account.
func byCheck(f findings.Finding) findings.Finding {
	f.Account, f.Check = f.Check, f.Account
	return f
}

// quoted is a text as YAML takes it without a second meaning: JSON is YAML.
func quoted(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err) // no text makes it fail
	}
	return string(b)
}

package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/urfave/cli/v2"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/checks"
)

func (p *program) checksCommand() *cli.Command {
	return &cli.Command{
		Name: "checks", Usage: "List the checks, or show one",
		Flags:  []cli.Flag{textOrJSONFlag()},
		Action: p.listChecks,
		Subcommands: []*cli.Command{
			{Name: "list", Usage: "List the checks", Flags: []cli.Flag{textOrJSONFlag()}, Action: p.listChecks},
			{Name: "show", Usage: "Show one check in full", ArgsUsage: "ID", Flags: []cli.Flag{textOrJSONFlag()}, Action: p.showCheck},
		},
	}
}

// checkList is what checks list --format json prints.
type checkList struct {
	Schema string          `json:"schema"`
	Checks []findings.Rule `json:"checks"`
}

func (p *program) listChecks(c *cli.Context) error {
	if c.Args().Present() {
		return &usageError{
			message: fmt.Sprintf("checks: unknown command %q", c.Args().First()),
			hint:    "orgscan checks list, or orgscan checks show ID",
		}
	}
	asJSON, err := wantsJSON(c)
	if err != nil {
		return err
	}
	all := checks.All()
	if asJSON {
		list := checkList{Schema: "orgscan.checks/1"}
		for _, check := range all {
			list.Checks = append(list.Checks, check.Rule)
		}
		return encodeJSON(p.stdout, list)
	}
	w := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	for _, check := range all {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", check.ID, check.Severity, onOrOff(check.Rule), check.Title)
	}
	return w.Flush()
}

func onOrOff(r findings.Rule) string {
	if r.OffByDefault {
		return "off"
	}
	return "on"
}

// checkText is what checks show --format json prints.
type checkText struct {
	Schema string `json:"schema"`
	findings.Rule
	Needs []string `json:"needs"`
}

func (p *program) showCheck(c *cli.Context) error {
	if c.Args().Len() != 1 {
		return &usageError{message: "checks show takes one check id", hint: "orgscan checks show root-mfa-missing"}
	}
	asJSON, err := wantsJSON(c)
	if err != nil {
		return err
	}
	check, err := oneCheck(c.Args().First())
	if err != nil {
		return err
	}
	if asJSON {
		return encodeJSON(p.stdout, checkText{Schema: "orgscan.check/1", Rule: check.Rule, Needs: needsOf(check)})
	}
	_, err = fmt.Fprint(p.stdout, describe(check))
	return err
}

// oneCheck finds a check by its exact id; a mistyped one is answered with the nearest.
func oneCheck(id string) (*checks.Check, error) {
	var known []string
	for _, c := range checks.All() {
		if c.ID == id {
			return c, nil
		}
		known = append(known, c.ID)
	}
	hint := suggest("orgscan checks show ", id, known)
	if strings.HasPrefix(hint, "one of") {
		hint = "orgscan checks list"
	}
	return nil, &usageError{message: fmt.Sprintf("unknown check %q", id), hint: hint}
}

// needsOf names the sections that a check reads.
func needsOf(c *checks.Check) []string {
	needs := []string{}
	for _, s := range c.Needs {
		needs = append(needs, string(s))
	}
	for _, s := range c.OrgNeeds {
		needs = append(needs, string(s))
	}
	return needs
}

// describe is a check for people.
func describe(c *checks.Check) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s, %s by default, since %s)\n%s\n", c.ID, c.Severity, onOrOff(c.Rule), c.Since, c.Title)
	for _, part := range []struct{ name, text string }{
		{"Why", c.Why},
		{"Fix", c.Fix},
		{"Does not detect", c.Blind},
		{"Reads", strings.Join(needsOf(c), ", ")},
		{"References", strings.Join(c.References, "\n  ")},
	} {
		if part.text != "" {
			fmt.Fprintf(&b, "\n%s\n  %s\n", part.name, part.text)
		}
	}
	return b.String()
}

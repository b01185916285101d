package main

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/urfave/cli/v2"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/checks"
)

func (p *program) checksCommand() *cli.Command {
	return &cli.Command{
		Name: "checks", Usage: "List the checks, or show one",
		Flags:  []cli.Flag{textOrJSONFlag(), frameworkFlag()},
		Action: p.listChecks,
		Subcommands: []*cli.Command{
			{Name: "list", Usage: "List the checks", Flags: []cli.Flag{textOrJSONFlag(), frameworkFlag()}, Action: p.listChecks},
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
	asked, err := checks.FindFrameworks(c.StringSlice("framework")...)
	if err != nil {
		return err
	}
	if asJSON {
		list := checkList{Schema: "orgscan.checks/1", Checks: []findings.Rule{}}
		for _, check := range answering(asked) {
			list.Checks = append(list.Checks, check.Rule)
		}
		return encodeJSON(p.stdout, list)
	}
	w := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	for _, check := range answering(asked) {
		fmt.Fprintf(w, "%s\t%s\t%s\t", check.ID, check.Severity, onOrOff(check.Rule))
		if len(asked) > 0 {
			fmt.Fprintf(w, "%s\t", strings.Join(controlsIn(asked, check.ID), ", "))
		}
		fmt.Fprintln(w, check.Title)
	}
	return w.Flush()
}

// answering returns the checks that answer for a control of one of the frameworks; all when there is no framework.
func answering(asked []findings.Framework) []*checks.Check {
	return slices.DeleteFunc(checks.All(), func(c *checks.Check) bool {
		return len(asked) > 0 && len(controlsIn(asked, c.ID)) == 0
	})
}

// controlsIn names the controls that a check answers for, those of a second framework with its name.
func controlsIn(asked []findings.Framework, check string) []string {
	var ids []string
	for _, f := range asked {
		for _, c := range f.Controls {
			if !slices.Contains(c.Checks, check) {
				continue
			}
			id := c.ID
			if len(asked) > 1 {
				id = f.String() + ":" + id
			}
			if c.Basis == findings.Derived {
				id += " (derived)"
			}
			ids = append(ids, id)
		}
	}
	return ids
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
	Needs      []string `json:"needs"`
	Thresholds []string `json:"thresholds"`
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
		return encodeJSON(p.stdout, checkText{Schema: "orgscan.check/1", Rule: check.Rule, Needs: needsOf(check), Thresholds: check.Thresholds()})
	}
	_, err = fmt.Fprint(p.stdout, describe(check, asItIs))
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

package main

import (
	"context"
	"fmt"
	"slices"
	"text/tabwriter"

	"github.com/urfave/cli/v2"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/org"
	"github.com/orgscan/orgscan/scan"
	"github.com/orgscan/orgscan/scan/snapshot"
)

func (p *program) accountsCommand() *cli.Command {
	return &cli.Command{
		Name: "accounts", Usage: "List what would be scanned, or try it with --probe",
		Description: "Lists every account of the organization and why it would be skipped. With --probe it also tries the audit role and\n" +
			"one call in each, and says which permission is missing; exits 3 when something is.",
		Flags: slices.Concat(scopeFlags(), roleFlags(), poolFlags(), logFlags(), []cli.Flag{
			&cli.BoolFlag{Name: "probe", Usage: "try the audit role and one call in each account"},
			configFlag(), textOrJSONFlag(),
		}),
		Action: p.accounts,
	}
}

// accountList is what accounts --format json prints.
type accountList struct {
	Schema       string                    `json:"schema"`
	Organization string                    `json:"organization,omitempty"`
	Population   string                    `json:"population"`
	Missing      []findings.CoverageReason `json:"missing,omitempty"`
	Accounts     []accountLine             `json:"accounts"`
}

// accountLine is one account: what would happen to it, and what a probe found.
type accountLine struct {
	Account string `json:"account"`
	Name    string `json:"name,omitempty"`
	OU      string `json:"ou,omitempty"`
	State   string `json:"state,omitempty"`
	Scan    bool   `json:"scan"`
	// Probe is "ok" or "failed"; empty when it was not tried.
	Probe  string                   `json:"probe,omitempty"`
	Reason *findings.CoverageReason `json:"reason,omitempty"`
}

func (p *program) accounts(c *cli.Context) error {
	asJSON, role, log, err := p.accountsOptions(c)
	if err != nil {
		return err
	}
	ctx, cancel := limited(c)
	defer cancel()
	aws, err := p.connect(ctx, c, log)
	if err != nil {
		return err
	}
	organization, err := population(ctx, c, aws, &scanOptions{asOf: asOfNow(p.now), log: log, config: &configuration{file: &configFile{}}})
	if err != nil {
		return err
	}
	if err := org.Select(organization, filterOf(c)); err != nil {
		return selectionError(err)
	}
	list, err := listAccounts(ctx, c, aws, organization, role)
	if err != nil {
		return err
	}
	if asJSON {
		err = encodeJSON(p.stdout, list)
	} else {
		err = p.printAccounts(list)
	}
	if err == nil && list.failed() {
		return &exitError{findings.ExitIncomplete}
	}
	return err
}

func (p *program) accountsOptions(c *cli.Context) (asJSON bool, role assume.Role, log *logger, err error) {
	if err = noArguments(c); err != nil {
		return
	}
	if _, err = configure(c); err != nil {
		return
	}
	if err = validatePool(c); err != nil {
		return
	}
	if asJSON, err = wantsJSON(c); err != nil {
		return
	}
	if role, err = roleOf(c); err != nil {
		return
	}
	if !c.Bool("no-session-policy") {
		role.SessionPolicy, err = defaultSessionPolicy()
		if err != nil {
			return
		}
	}
	log, err = p.logger(c)
	return
}

// defaultSessionPolicy is what a scan with the default checks sends: a probe tries the same.
func defaultSessionPolicy() (string, error) {
	plan, err := scan.NewPlan(scan.Selection{OrgWide: true})
	if err != nil {
		return "", err
	}
	return assume.SessionPolicy(plan.Actions)
}

// listAccounts describes the population and, with --probe, tries every account that would be scanned.
func listAccounts(ctx context.Context, c *cli.Context, aws *connection, o *snapshot.Organization, role assume.Role) (*accountList, error) {
	list := &accountList{
		Schema: "orgscan.accounts/1", Organization: o.ID, Population: o.Population, Missing: scan.MissingOfOrganization(o),
	}
	probed := map[string]*findings.CoverageReason{}
	if c.Bool("probe") {
		sessions := assume.New(aws.config, aws.caller, role, limitsOf(c))
		results, err := scan.Probe(ctx, o.Accounts, sessions, c.Int("concurrency"), c.Duration("account-timeout"))
		if err != nil {
			return nil, err
		}
		for _, r := range results {
			probed[r.Account.ID] = r.Reason
		}
	}
	for _, a := range o.Accounts {
		line := accountLine{Account: a.ID, Name: a.Name, OU: a.OU, State: string(a.State), Scan: a.Skip == ""}
		reason, tried := probed[a.ID]
		switch {
		case a.Skip != "":
			line.Reason = &findings.CoverageReason{Message: a.Skip}
		case tried && reason != nil:
			line.Probe, line.Reason = "failed", reason
		case tried:
			line.Probe = "ok"
		}
		list.Accounts = append(list.Accounts, line)
	}
	return list, nil
}

// failed reports whether a probe failed or a part of the organization could not be read while probing.
func (l *accountList) failed() bool {
	probed := slices.ContainsFunc(l.Accounts, func(a accountLine) bool { return a.Probe != "" })
	broken := slices.ContainsFunc(l.Accounts, func(a accountLine) bool { return a.Probe == "failed" })
	return broken || (probed && len(l.Missing) > 0)
}

func (p *program) printAccounts(l *accountList) error {
	w := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ACCOUNT\tNAME\tOU\tSTATE\tSCAN\tNOTE")
	scanned := 0
	for _, a := range l.Accounts {
		if a.Scan {
			scanned++
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", a.Account, oneLine(a.Name), oneLine(a.OU), oneLine(a.State), yesOrNo(a.Scan), note(a))
	}
	err := w.Flush()
	fmt.Fprintf(p.stdout, "\n%d accounts, %d would be scanned; population: %s\n", len(l.Accounts), scanned, l.Population)
	for _, r := range l.Missing {
		fmt.Fprintf(p.stdout, "not readable: %s: %s %s\n", r.Section, r.Action, r.Code)
		p.try(r.Hint)
	}
	p.printHints(l)
	return err
}

// printHints prints each hint once: the same cause in many accounts has one remedy.
func (p *program) printHints(l *accountList) {
	seen := map[string]bool{}
	for _, a := range l.Accounts {
		if a.Reason == nil || a.Reason.Hint == "" || seen[a.Reason.Message] {
			continue
		}
		seen[a.Reason.Message] = true
		fmt.Fprintf(p.stdout, "%s, for example %s\n", oneLine(a.Reason.Message), a.Account)
		p.try(a.Reason.Hint)
	}
}

// try prints a hint below what it is about; "" prints nothing.
func (p *program) try(hint string) {
	if hint != "" {
		fmt.Fprintf(p.stdout, "  try: %s\n", oneLine(hint))
	}
}

func yesOrNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func note(a accountLine) string {
	switch {
	case a.Reason != nil && a.Reason.Action != "":
		return oneLine(fmt.Sprintf("%s %s: %s", a.Reason.Action, a.Reason.Code, a.Reason.Message))
	case a.Reason != nil:
		return oneLine(a.Reason.Message)
	case a.Probe == "ok":
		return "role and details readable"
	}
	return ""
}

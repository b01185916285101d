package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/org"
	"github.com/orgscan/orgscan/scan"
	"github.com/orgscan/orgscan/scan/awscli"
	"github.com/orgscan/orgscan/scan/snapshot"
)

func (p *program) importCommand() *cli.Command {
	return &cli.Command{
		Name: "import", Usage: "Read files that the AWS CLI printed; makes no call", ArgsUsage: "FILE or FOLDER...",
		Description: "Turns what the AWS CLI printed into a run directory like that of scan, without any call: authorization details,\n" +
			"credential report, account summary and the other answers, of any number of accounts, and of the organization. Files are\n" +
			"recognised by their content. What no file holds is missing, and its checks are UNKNOWN. Exits 0 when the import worked,\n" +
			"and says what scan would have returned. Understood are the answers of:\n\n  aws " + strings.Join(awscli.Commands(), "\n  aws "),
		Flags:  slices.Concat(importFlags(), checkFlags(), outputFlags(), logFlags(), []cli.Flag{configFlag(), concurrencyFlag()}),
		Action: p.importFiles,
	}
}

func importFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "account", Category: forScope, Usage: "`ID` of the account that the files are about, where neither content nor folder tells"},
		&cli.StringFlag{Name: "management", Category: forScope, Usage: "`ID` of the management account, where no file tells"},
		&cli.StringFlag{
			Name: "as-of", Category: forChecks,
			Usage: "judge ages as of this `TIME` (2026-01-31 or RFC 3339) instead of the time of each credential report, or now where there is none",
		},
	}
}

func (p *program) importFiles(c *cli.Context) error {
	in, imported, err := p.importSweep(c)
	if err != nil {
		return err
	}
	verdict, err := p.sweep(c.Context, in)
	if err != nil {
		return err
	}
	if interrupted(c.Context) {
		return fmt.Errorf("interrupted; import again")
	}
	path := in.directory.Path
	p.last(in, fmt.Sprintf("imported %s about %s, judged as of %s (%s); with other checks or settings: orgscan scan --from %s; scan would have said: %s",
		counted(imported.Files, "file"), counted(in.run.Scope.Accounts, "account"), in.run.AsOf.Format("2006-01-02 15:04Z"), imported.Clock, oneLine(path), verdict.Text), verdict.Exit)
	return nil
}

// importSweep reads the files and prepares the sweep over them. Nothing is written before everything was read.
func (p *program) importSweep(c *cli.Context) (sweepInput, *awscli.Import, error) {
	in := sweepInput{}
	o, err := p.importOptions(c)
	if err != nil {
		return in, nil, err
	}
	if in.output, err = outputOf(c); err != nil {
		return in, nil, err
	}
	if in.log, err = p.logger(c); err != nil {
		return in, nil, err
	}
	settings, err := configure(c)
	if err != nil {
		return in, nil, err
	}
	imported, err := awscli.Read(c.Args().Slice(), o)
	if err != nil {
		return in, nil, importError(err)
	}
	organization := imported.Organization
	settings.label(organization)
	if err := org.Select(organization, org.Filter{}); err != nil {
		return in, nil, selectionError(err)
	}
	plan, err := planOf(c, settings, organization.ID != "")
	if err != nil {
		return in, nil, err
	}
	judged, err := (&scanOptions{config: settings}).judging(c, organization, plan)
	if err != nil {
		return in, nil, err
	}
	if in.directory, err = p.directoryOf(c, nil); err != nil {
		return in, nil, err
	}
	in.run = &findings.Run{AsOf: organization.AsOf, Scope: scopeOf(organization), Parameters: parametersOf(c)}
	in.run.Scope.From = c.Args().Slice()
	in.options = scan.Options{
		Organization: organization, Plan: plan, Params: settings.params, Source: filesSource{imported}, Concurrency: c.Int("concurrency"),
		Severity: judged.severity, Local: judged.local,
	}
	return in, imported, nil
}

func (p *program) importOptions(c *cli.Context) (awscli.Options, error) {
	o := awscli.Options{Account: c.String("account"), Management: c.String("management"), Now: asOfNow(p.now)}
	if !c.Args().Present() {
		return o, &usageError{message: "import takes the files to read", hint: "orgscan import --help"}
	}
	for name, id := range map[string]string{"account": o.Account, "management": o.Management} {
		if c.IsSet(name) && !snapshot.IsAccountID(id) {
			return o, &usageError{message: fmt.Sprintf("--%s %q is not twelve digits", name, id), hint: "--" + name + " 111122223333"}
		}
	}
	if c.Int("concurrency") < 1 {
		return o, &usageError{message: fmt.Sprintf("--concurrency %d: at least 1", c.Int("concurrency")), hint: "leave it out for the default"}
	}
	if c.String("as-of") != "" {
		var times scanOptions
		if err := readAsOf(c, &times); err != nil {
			return o, err
		}
		o.AsOf = times.asOf
	}
	return o, nil
}

// importError makes every refused file a usage error: the user named something that cannot be read.
func importError(err error) error { return &usageError{message: err.Error(), hint: hintOf(err)} }

// filesSource gives the snapshots that files make.
type filesSource struct{ imported *awscli.Import }

// Snapshot reads the files of an account.
func (s filesSource) Snapshot(_ context.Context, account snapshot.OrgAccount) (*snapshot.Account, map[string]int, error) {
	if !s.imported.Has(account.ID) {
		return nil, nil, &scan.UnreachableError{Account: account.ID, Reason: findings.CoverageReason{
			Cause: findings.NotCollected, Message: "no file is about the account",
		}}
	}
	a, err := s.imported.Account(account.ID)
	return a, nil, err
}

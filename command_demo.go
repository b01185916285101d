package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/urfave/cli/v2"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/org"
	"github.com/orgscan/orgscan/scan"
	"github.com/orgscan/orgscan/scan/checks"
)

func (p *program) demoCommand() *cli.Command {
	return &cli.Command{
		Name:  "demo",
		Usage: "Sweep a built-in simulated organization; needs no AWS account",
		Description: "Starts a simulated AWS on the loopback address, sweeps its organization through the real AWS SDK, and writes a\n" +
			"run directory like any other. Exits 0 when the sweep worked, and says what scan would have returned.",
		Flags:  slices.Concat(checkFlags(), outputFlags(), logFlags(), []cli.Flag{concurrencyFlag()}),
		Action: p.demo,
	}
}

func (p *program) demo(c *cli.Context) error {
	if err := noArguments(c); err != nil {
		return err
	}
	out, err := outputOf(c)
	if err != nil {
		return err
	}
	if c.Int("concurrency") < 1 {
		return &usageError{message: fmt.Sprintf("--concurrency %d: at least 1", c.Int("concurrency")), hint: "leave it out for the default"}
	}
	log, err := p.logger(c)
	if err != nil {
		return err
	}
	cfg, err := configure(c)
	if err != nil {
		return err
	}
	plan, err := planOf(c, cfg, true)
	if err != nil {
		return err
	}
	simulated, stop, err := p.simulate(c, log)
	if err != nil {
		return err
	}
	defer stop()
	in, err := p.demoSweep(c.Context, c, simulated, plan, withBreakGlass(cfg.params))
	if err != nil {
		return err
	}
	in.output, in.log = out, log
	verdict, err := p.sweep(c.Context, in)
	if err != nil {
		return err
	}
	if interrupted(c.Context) {
		return p.conclude(c.Context, verdict, in)
	}
	p.last(in, fmt.Sprintf("the demo worked; scan would have said: %s", verdict.Text), verdict.Exit)
	return nil
}

// simulate starts the simulated AWS and returns a configuration that reaches nothing else.
func (p *program) simulate(c *cli.Context, log *logger) (aws.Config, func(), error) {
	simulated, err := fixtures.New(fixtures.Demo(), fixtures.WithClock(p.now))
	if err != nil {
		return aws.Config{}, nil, err
	}
	url, stop, err := simulated.Listen()
	if err != nil {
		return aws.Config{}, nil, fmt.Errorf("start the simulated AWS: %w", err)
	}
	return aws.Config{
		Region:       "us-east-1",
		BaseEndpoint: aws.String(url),
		HTTPClient:   httpClient(c.Int("concurrency")),
		Credentials:  credentials.NewStaticCredentialsProvider(fixtures.CallerAccessKeyID, fixtures.CallerSecret, fixtures.CallerToken),
		AppID:        "orgscan-" + version,
		Logger:       log.sdk(),
		APIOptions:   log.trace(),
	}, stop, nil
}

// demoSweep prepares the sweep of the simulated organization, as of its own date.
func (p *program) demoSweep(ctx context.Context, c *cli.Context, cfg aws.Config, plan *scan.Plan, params *checks.Params) (sweepInput, error) {
	connected, err := identify(ctx, cfg)
	if err != nil {
		return sweepInput{}, err
	}
	organization, err := org.Load(ctx, cfg, org.Options{Caller: connected.caller, AsOf: fixtures.SimulatedNow, Limits: fast()})
	if err != nil {
		return sweepInput{}, err
	}
	if err := org.Select(organization, org.Filter{}); err != nil {
		return sweepInput{}, err
	}
	role := assume.Role{Name: "OrgScanAudit", ExternalID: fixtures.DemoExternalID}
	if role.SessionPolicy, err = assume.SessionPolicy(plan.Actions); err != nil {
		return sweepInput{}, err
	}
	assumer := assume.New(cfg, connected.caller, role, fast())
	completeOrganization(ctx, assumer, organization, plan)
	directory, err := p.directoryOf(c, nil)
	if err != nil {
		return sweepInput{}, err
	}
	return sweepInput{
		directory: directory,
		run: &findings.Run{
			AsOf: organization.AsOf, Caller: findings.Caller{Account: connected.caller.Account, ARN: connected.caller.ARN},
			Scope: scopeOf(organization), Parameters: parametersOf(c),
		},
		options: scan.Options{
			Organization: organization, Plan: plan, Params: params, Concurrency: c.Int("concurrency"),
			AccountTimeout: demoTimeout,
			Source:         scan.Live(assumer, plan, connected.caller.Partition, organization),
		},
	}, nil
}

// withBreakGlass names the simulated organization's users for emergencies, unless the configuration names some.
func withBreakGlass(p *checks.Params) *checks.Params {
	if len(p.BreakGlass) > 0 {
		return p
	}
	for _, arn := range fixtures.DemoBreakGlass() {
		p.BreakGlass = append(p.BreakGlass, checks.BreakGlass{ARN: arn})
	}
	return p
}

// demoTimeout bounds an account of the simulated organization, where everything answers at once.
const demoTimeout = time.Minute

// fast lifts the rate that real accounts need.
func fast() assume.Limits {
	l := assume.DefaultLimits()
	l.Rate, l.Burst = 1000, 1000
	return l
}

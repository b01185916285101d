package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan"
	"github.com/orgscan/orgscan/scan/access"
	"github.com/orgscan/orgscan/scan/paths"
	"github.com/orgscan/orgscan/scan/policy"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// pathFormats are what --format of paths takes.
var pathFormats = []string{"text", "json", "dot", "mermaid"}

func (p *program) pathsCommand() *cli.Command {
	return &cli.Command{
		Name: "paths", Usage: "Show who can become an administrator, hop by hop, across accounts",
		Description: "Reads a saved run and follows trust policies and escalation techniques. FROM and TO are an ARN or name of a user or\n" +
			"role, an account's id or name, or an OU's id, name or path; TO may be admin, FROM external; FROM may also be an\n" +
			"external account, a service, a permission set or an identity provider. As TO, an account or OU means its\n" +
			"administrators. Without both: everybody who is no administrator, to any administrator.\n\n" +
			"Exit 0, or 3 when accounts or control policies could not be read: what leads through them, or what they deny, is not known.",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "from", Usage: "begin at `FROM`: a principal, account, OU, or external"},
			&cli.StringFlag{Name: "to", Value: "admin", Usage: "end at `TO`: a principal, account, OU, or admin"},
			&cli.IntFlag{Name: "max-hops", Usage: "leave out paths of more than this `NUMBER` of hops; 0 means none"},
			&cli.BoolFlag{Name: "all", Usage: "print every path, not the first of each kind"},
			runFlag(),
			&cli.StringFlag{Name: "format", Value: "text", Usage: "`FORMAT`: text, json, dot or mermaid"},
		},
		Action: p.paths,
	}
}

func (p *program) paths(c *cli.Context) error {
	if err := noArguments(c); err != nil {
		return err
	}
	if format := c.String("format"); !slices.Contains(pathFormats, format) {
		return &usageError{message: fmt.Sprintf("unknown format %q", format), hint: "one of: " + strings.Join(pathFormats, ", ")}
	}
	if c.Int("max-hops") < 0 {
		return &usageError{message: "--max-hops is below 0", hint: "orgscan paths --max-hops 3"}
	}
	run, err := readPaths(c)
	if err != nil {
		return err
	}
	found, err := run.find(c.String("from"), c.String("to"), c.Int("max-hops"))
	if err != nil {
		return err
	}
	for _, what := range run.notRead {
		fmt.Fprintf(p.stderr, "%s not read: what they deny is not known, so that paths may be fewer\n", what)
	}
	for _, n := range run.graph.Unparsed() {
		fmt.Fprintf(p.stderr, "%s: the trust policy cannot be read; paths over it are not known\n", run.nodeText(n))
	}
	for _, u := range run.unread {
		fmt.Fprintf(p.stderr, "account %s was not read: %s; paths through it are not known\n", oneLine(run.label(u.Account)), oneLine(u.Reason))
	}
	if err := run.print(p.stdout, c.String("format"), c.Bool("all"), found); err != nil {
		return err
	}
	if len(run.unread)+len(run.notRead)+len(run.graph.Unparsed()) > 0 {
		return &exitError{code: findings.ExitIncomplete}
	}
	return nil
}

// pathRun is a saved run as a graph.
type pathRun struct {
	organization *snapshot.Organization
	graph        *paths.Graph
	unread       []pathGap
	// notRead are kinds of policies that can only take paths away.
	notRead []string
}

// pathGap is an account through which paths are not known.
type pathGap struct {
	Account string `json:"account"`
	Name    string `json:"name,omitempty"`
	Reason  string `json:"reason"`
}

func readPaths(c *cli.Context) (*pathRun, error) {
	d, run, organization, err := openSnapshots(c)
	if err != nil {
		return nil, err
	}
	out := &pathRun{organization: organization, notRead: unreadControls(organization)}
	reasons := map[string]string{}
	for _, cover := range run.Coverage {
		if len(cover.Reasons) > 0 {
			reasons[cover.Account] = cover.Reasons[0].Message
		}
	}
	var kept []*paths.Account
	for i := range organization.Accounts {
		a := &organization.Accounts[i]
		extract, reason, err := keptOf(d, organization, a)
		switch {
		case err != nil:
			return nil, err
		case extract != nil:
			kept = append(kept, extract)
		case !strings.HasPrefix(a.Skip, "account is "):
			reason = cmp.Or(reason, a.Skip)
			out.unread = append(out.unread, pathGap{Account: a.ID, Name: a.Name, Reason: cmp.Or(reason, reasons[a.ID], "the run holds no snapshot of it")})
		}
	}
	out.graph = paths.Build(organization, kept)
	return out, nil
}

// unreadControls names the policies of the organization that were not read.
func unreadControls(o *snapshot.Organization) []string {
	_, policies := o.Lacks(snapshot.SectionPolicies)
	_, units := o.Lacks(snapshot.SectionOUs)
	if o.ID == "" || policies || units {
		return []string{"service and resource control policies were"}
	}
	return nil
}

// keptOf keeps what paths need of an account, or says why that is not known.
func keptOf(d *scan.Directory, o *snapshot.Organization, entry *snapshot.OrgAccount) (*paths.Account, string, error) {
	a, err := d.ReadAccount(entry.ID)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "", nil
	}
	if err != nil {
		return nil, "", err
	}
	for _, s := range []snapshot.Section{snapshot.SectionPrincipals, snapshot.SectionManagedDocuments} {
		if r, missing := a.Lacks(s); missing {
			return nil, fmt.Sprintf("%s is missing: %s", s, r.Message), nil
		}
	}
	parsed := map[string]*policy.Document{}
	parse := func(text string) *policy.Document {
		if parsed[text] == nil {
			parsed[text] = policy.Parse(text)
		}
		return parsed[text]
	}
	return paths.Extract(a, access.New(a, o, parse), parse), "", nil
}

// label is an account as people know it.
func (r *pathRun) label(id string) string {
	if a := r.organization.Account(id); a != nil && a.Name != "" {
		return a.Name + " (" + id + ")"
	}
	return id
}

package main

import (
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/urfave/cli/v2"
	"go.yaml.in/yaml/v4"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/org"
	"github.com/orgscan/orgscan/scan"
	"github.com/orgscan/orgscan/scan/checks"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// maxExceptionDays is how long an exception may last: longer ones are nobody's decision any more.
const maxExceptionDays = 365

// exceptionsFile is the YAML form of --exceptions.
type exceptionsFile struct {
	Exceptions []exceptionEntry `yaml:"exceptions"`
}

// exceptionEntry is one exception as it is written; see findings.Exception.
type exceptionEntry struct {
	ID       string `yaml:"id"`
	Check    string `yaml:"check,omitempty"`
	Account  string `yaml:"account,omitempty"`
	OU       string `yaml:"ou,omitempty"`
	Resource string `yaml:"resource,omitempty"`
	Group    string `yaml:"group,omitempty"`
	Section  string `yaml:"section,omitempty"`
	Owner    string `yaml:"owner"`
	Approver string `yaml:"approver,omitempty"`
	Ticket   string `yaml:"ticket,omitempty"`
	Reason   string `yaml:"reason"`
	Created  string `yaml:"created"`
	Expires  string `yaml:"expires"`
}

// readExceptions reads --exceptions; nil without one. An empty file is an empty list.
func (p *program) readExceptions(c *cli.Context) ([]exceptionEntry, error) {
	path := c.String("exceptions")
	if path == "" {
		return nil, nil
	}
	list, err := loadExceptions(path, p.now())
	if err != nil {
		return nil, &usageError{message: fmt.Sprintf("exceptions %s: %s", path, shorten(err)), hint: "see Exceptions in the README"}
	}
	return list, nil
}

func loadExceptions(path string, now time.Time) ([]exceptionEntry, error) {
	root, err := readYAML(path)
	if err != nil {
		return nil, err
	}
	var file exceptionsFile
	if err := decode(root, &file); err != nil {
		return nil, err
	}
	lines := map[string]int{}
	_, list := field(root, "exceptions")
	for i, x := range file.Exceptions {
		node := list.Content[i]
		if err := x.check(node, now); err != nil {
			return nil, err
		}
		if first, twice := lines[x.ID]; twice {
			return nil, atLine(node.Line, "exception %s is in line %d already", x.ID, first)
		}
		lines[x.ID] = node.Line
	}
	return append([]exceptionEntry{}, file.Exceptions...), nil
}

var exceptionID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$`)

// check demands everything that makes an exception somebody's decision, and something that it is about.
func (x exceptionEntry) check(n *yaml.Node, now time.Time) error {
	if !exceptionID.MatchString(x.ID) {
		return wrongField(n, "id", fmt.Sprintf("an exception's id %q is none of letters, digits, dots and dashes", x.ID))
	}
	for _, part := range [][2]string{{"owner", x.Owner}, {"reason", x.Reason}, {"created", x.Created}, {"expires", x.Expires}} {
		if part[1] == "" {
			return wrongField(n, part[0], fmt.Sprintf("exception %s has no %s", x.ID, part[0]))
		}
	}
	if x.Check+x.Resource+x.Group+x.Section == "" {
		return atLine(n.Line, "exception %s names no check, resource, group or section: it would accept everything", x.ID)
	}
	if x.Account != "" && x.OU != "" {
		return atLine(n.Line, "exception %s names an account and an ou: one of them is enough", x.ID)
	}
	return x.checkDates(n, now)
}

func (x exceptionEntry) checkDates(n *yaml.Node, now time.Time) error {
	created, err := time.Parse(time.DateOnly, x.Created)
	if err != nil {
		return wrongField(n, "created", fmt.Sprintf("exception %s: created %q is no day such as 2026-01-31", x.ID, x.Created))
	}
	expires, err := time.Parse(time.DateOnly, x.Expires)
	if err != nil {
		return wrongField(n, "expires", fmt.Sprintf("exception %s: expires %q is no day such as 2026-01-31", x.ID, x.Expires))
	}
	switch {
	case created.After(now.Add(24 * time.Hour)):
		return wrongField(n, "created", fmt.Sprintf("exception %s: created %s lies ahead", x.ID, x.Created))
	case expires.Before(created):
		return wrongField(n, "expires", fmt.Sprintf("exception %s expires before it was created", x.ID))
	case expires.Sub(created) > maxExceptionDays*24*time.Hour:
		return wrongField(n, "expires", fmt.Sprintf("exception %s lasts longer than %d days", x.ID, maxExceptionDays))
	}
	return nil
}

// exceptionsIn resolves the exceptions in one organization; nil when there is no file.
func exceptionsIn(c *cli.Context, o *snapshot.Organization, entries []exceptionEntry) *scan.Exceptions {
	if entries == nil {
		return nil
	}
	list := make([]findings.Exception, 0, len(entries))
	absent := map[string][]string{}
	for _, x := range entries {
		accounts, missing := x.resolve(o)
		list = append(list, findings.Exception{
			ID: x.ID, Check: x.Check, Account: x.Account, OU: x.OU, Resource: x.Resource, Group: x.Group, Section: x.Section,
			Owner: x.Owner, Approver: x.Approver, Ticket: x.Ticket, Reason: x.Reason, Created: x.Created, Expires: x.Expires,
			Accounts: accounts,
		})
		if len(missing) > 0 {
			absent[x.ID] = missing
		}
	}
	return scan.NewExceptions(list, absent, narrowed(c), o.AsOf)
}

// resolve returns the accounts that the exception speaks of, nil for all, and what it names that does not exist. What does
// not exist selects nothing.
func (x exceptionEntry) resolve(o *snapshot.Organization) (accounts map[string]bool, absent []string) {
	if x.Check != "" && !slices.ContainsFunc(checks.All(), func(c *checks.Check) bool { return findings.Glob(x.Check, c.ID) }) {
		absent = append(absent, "check "+x.Check)
	}
	if x.Section != "" && !knownSection(x.Section) {
		absent = append(absent, "section "+x.Section)
	}
	switch {
	case x.Account != "":
		id, err := org.FindAccount(o, x.Account)
		if err != nil {
			return map[string]bool{}, append(absent, "account "+x.Account)
		}
		return map[string]bool{id: true}, absent
	case x.OU != "":
		below, _, err := org.Below(o, x.OU)
		if _, unread := o.Lacks(snapshot.SectionOUs); err != nil && unread {
			return map[string]bool{}, absent // nobody knows whether it exists
		}
		if err != nil {
			return map[string]bool{}, append(absent, "organizational unit "+x.OU)
		}
		return below, absent
	}
	return nil, absent
}

func knownSection(pattern string) bool {
	all := slices.Concat(snapshot.Default(), snapshot.OptIn(), snapshot.OfOrganization(), snapshot.OptInOfOrganization())
	return slices.ContainsFunc(all, func(s snapshot.Section) bool { return findings.Glob(pattern, string(s)) })
}

// narrowed reports whether the flags make the run look at less than everything.
func narrowed(c *cli.Context) bool {
	return slices.ContainsFunc([]string{
		"account", "exclude-account", "ou", "exclude-ou", "tag", "exclude-tag", "check", "skip-check", "severity", "profile", "self",
	}, c.IsSet)
}

package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/orgscan/orgscan/scan"
	"github.com/orgscan/orgscan/scan/checks"
	"github.com/orgscan/orgscan/scan/snapshot"
)

func (p *program) configCommand() *cli.Command {
	return &cli.Command{
		Name: "config", Usage: "Write a configuration file to review",
		Action: unknownSubcommand,
		Subcommands: []*cli.Command{{
			Name: "suggest", Usage: "Print a configuration made of what a run found", ArgsUsage: "[RUN DIRECTORY]",
			Description: "Prints a file for --config: the accounts outside the organization that roles trust, identity providers, delegated\n" +
				"administrators, trusted services, members that the management account trusts and mail domains as they are, and the\n" +
				"enabled regions where a regional section was collected. What is listed counts as approved: review it.",
			Flags:  []cli.Flag{runFlag()},
			Action: p.suggestConfig,
		}},
	}
}

func (p *program) suggestConfig(c *cli.Context) error {
	d, err := soundRunOf(c)
	if err != nil {
		return err
	}
	o, err := d.ReadOrganization()
	if errors.Is(err, fs.ErrNotExist) {
		return &usageError{message: fmt.Sprintf("run %s holds no organization", d.Path), hint: "name another run: --run DIRECTORY"}
	}
	if err != nil {
		return err
	}
	s, err := suggestionsOf(d, o)
	if err != nil {
		return err
	}
	return s.write(p.stdout, d.Path, len(scan.MissingOfOrganization(o)))
}

// suggestions are the entries of a configuration file by key, each with what makes it one.
type suggestions struct {
	lists map[string]map[string]int
	// texts are keys with one value.
	texts map[string]string
	// unread counts the accounts in scope without a snapshot.
	unread int
}

func (s *suggestions) add(key string, values ...string) {
	if s.lists[key] == nil {
		s.lists[key] = map[string]int{}
	}
	for _, v := range values {
		s.lists[key][v]++
	}
}

func suggestionsOf(d *scan.Directory, o *snapshot.Organization) (*suggestions, error) {
	s := &suggestions{lists: map[string]map[string]int{}, texts: map[string]string{}}
	s.ofOrganization(o)
	for _, a := range o.Accounts {
		if a.Skip == "" && !d.HasAccount(a.ID) {
			s.unread++
		}
	}
	for a, err := range d.Accounts() {
		if err != nil {
			return nil, err
		}
		found := checks.FindTrusted(a)
		s.add("approved_oidc_issuers", found.Issuers...)
		s.add("approved_saml_providers", found.SAML...)
		s.ofTrusts(o, a.ID, found.Accounts)
		if a.Regions != nil {
			s.add("approved_regions", a.Regions.Enabled()...)
		}
	}
	return s, nil
}

// ofTrusts sorts the accounts that an account's roles trust: outsiders, and members that the management account lets in.
func (s *suggestions) ofTrusts(o *snapshot.Organization, account string, trusted []string) {
	for _, id := range trusted {
		switch {
		case id == account:
		case o.Account(id) == nil:
			s.add("trusted_accounts", id)
		case account == o.ManagementID:
			s.add("management_trusted_members", id)
		}
	}
}

func (s *suggestions) ofOrganization(o *snapshot.Organization) {
	for _, d := range o.Delegations {
		s.add("approved_delegated_admins", d.Account+"/"+d.Service)
	}
	for _, t := range o.TrustedAccess {
		s.add("approved_trusted_access", t.Service)
	}
	for _, a := range o.Accounts {
		if _, domain, ok := strings.Cut(a.Email, "@"); ok {
			s.add("root_email_domains", strings.ToLower(domain))
		}
		for _, t := range a.Tags {
			for _, name := range []string{"owner", "environment"} {
				if strings.EqualFold(t.Key, name) {
					s.texts[name+"_tag"] = t.Key
				}
			}
		}
	}
}

// suggestionTexts say what a list is, in the order in which they are written.
var suggestionTexts = []struct{ key, text string }{
	{"trusted_accounts", "Accounts outside the organization that roles trust. A kind is own, partner or vendor; vendors still need an ExternalId."},
	{"approved_oidc_issuers", "Issuers of OpenID Connect providers."},
	{"approved_saml_providers", "SAML providers."},
	{"approved_delegated_admins", "Delegated administrators, account/service."},
	{"approved_trusted_access", "Services with trusted access to the organization."},
	{"management_trusted_members", "Members whose principals may assume roles of the management account."},
	{"approved_regions", "Regions that are enabled, in how many accounts. Strike out what nobody is to use."},
	{"root_email_domains", "Mail domains of root users."},
}

// write prints the file. A list whose key this version does not know is left out, so that the file loads.
func (s *suggestions) write(w io.Writer, path string, missing int) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# What run %s found, for review: whatever stays here counts as approved.\n", oneLine(path))
	if s.unread > 0 || missing > 0 {
		fmt.Fprintf(&b, "# It is not everything: %s and %s of the organization were not read.\n", counted(s.unread, "account"), counted(missing, "section"))
	}
	for _, key := range slices.Sorted(maps.Keys(s.texts)) {
		fmt.Fprintf(&b, "%s: %s\n", key, quoted(s.texts[key]))
	}
	known := paramKinds()
	for _, list := range suggestionTexts {
		if _, ok := known[list.key]; !ok || len(s.lists[list.key]) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n# %s\n%s:\n", list.text, list.key)
		for _, value := range slices.Sorted(maps.Keys(s.lists[list.key])) {
			fmt.Fprintf(&b, "  - %s  # found %s\n", suggested(list.key, value), counted(s.lists[list.key][value], "time"))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// counted is a number with its noun.
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func suggested(key, value string) string {
	if key == "trusted_accounts" {
		return "{id: " + quoted(value) + ", kind: vendor, name: \"\"}"
	}
	return quoted(value)
}

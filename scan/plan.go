package scan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/org"
	"github.com/orgscan/orgscan/scan/checks"
	"github.com/orgscan/orgscan/scan/collect"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// DefaultEventsWindow is how far back events are read when nothing else is asked for.
const DefaultEventsWindow = collect.DefaultEventsWindow

// Selection says which checks run and what is collected beyond their needs. The zero value selects the default checks
// that judge accounts.
type Selection struct {
	// Check holds ids or globs; when empty, Profile is selected, or every check that is on by default.
	Check []string
	// Profile holds ids; those that are not registered are passed over. The checks of group coverage always belong to it.
	Profile []string
	// On and Off hold ids or globs that the configuration adds and takes away; what Check names is not touched by them.
	On, Off []string
	// Override replaces severities of checks, by id, before Severity is compared.
	Override map[string]findings.Severity
	// Skip holds ids or globs to leave out.
	Skip []string
	// Framework holds frameworks, such as "cis@7.0.0" or "fsbp": only checks that answer for one of their controls are
	// selected, also those that are off by default. Empty means any.
	Framework []string
	// Severity leaves out checks whose highest severity is below it.
	Severity findings.Severity
	// All selects the checks that are off by default too.
	All bool
	// With names opt-in sections to collect in full.
	With []string
	// Regions narrows regional sections; empty means all that an account has enabled.
	Regions []string
	// EventsWindow is how far back events are read; 0 means DefaultEventsWindow.
	EventsWindow time.Duration
	// OrgWide allows checks that judge the organization as a whole; false when the population is not an organization's.
	OrgWide bool
}

// Plan is what a sweep does in each account. It is derived from a Selection and not changed.
type Plan struct {
	// Checks are sorted by id.
	Checks []*checks.Check
	// Frameworks are those that were asked for, with their versions.
	Frameworks []string
	// Sections are collected in every account.
	Sections []snapshot.Section
	// OrgSections are the organization's sections that are collected because they were asked for.
	OrgSections []snapshot.Section
	// Regions narrows regional sections; empty means all that an account has enabled. Sorted.
	Regions []string
	// SSHKeys is "", "empty-users" or "all": see snapshot.Account.SSHKeysAsked.
	SSHKeys string
	// EventsWindow is how far back from its as-of time a run reads events.
	EventsWindow time.Duration
	// LastAccessed is "", "users", "roles" or "users,roles": see snapshot.LastAccessed.
	LastAccessed string
	// Actions are the actions that collecting needs of the audit role, sorted.
	Actions []string
}

// UnknownSectionError says that --with names no opt-in section.
type UnknownSectionError struct{ Name string }

// Error names what was asked for.
func (e *UnknownSectionError) Error() string { return fmt.Sprintf("unknown section %q", e.Name) }

// Hint lists the sections that can be asked for.
func (e *UnknownSectionError) Hint() string {
	return "sections that can be asked for: " + strings.Join(OptIn(), ", ")
}

// OptIn returns the names of the sections that --with takes, sorted.
func OptIn() []string {
	var names []string
	for _, s := range slices.Concat(snapshot.OptIn(), snapshot.OptInOfOrganization()) {
		names = append(names, string(s))
	}
	slices.Sort(names)
	return names
}

// NewPlan resolves a selection. Unknown checks and sections are errors that carry a hint.
func NewPlan(s Selection) (*Plan, error) {
	asked, err := checks.FindFrameworks(s.Framework...)
	if err != nil {
		return nil, err
	}
	selected, err := s.checks(asked)
	if err != nil {
		return nil, err
	}
	p := &Plan{Checks: selected, Sections: snapshot.Default()}
	for _, f := range asked {
		p.Frameworks = append(p.Frameworks, f.String())
	}
	for _, name := range s.With {
		if !slices.Contains(OptIn(), name) {
			return nil, &UnknownSectionError{Name: name}
		}
	}
	p.Regions = slices.Sorted(slices.Values(s.Regions))
	p.EventsWindow = cmp.Or(s.EventsWindow, DefaultEventsWindow)
	p.choose(s.With)
	p.Actions = slices.Concat(collect.Actions(p.Sections), org.ExtraActions(p.OrgSections))
	slices.Sort(p.Actions)
	p.Actions = slices.Compact(p.Actions)
	return p, nil
}

// choose adds the sections that are collected because somebody or a check asks for them.
func (p *Plan) choose(with []string) {
	for _, section := range snapshot.OptIn() {
		if slices.Contains(with, string(section)) || slices.ContainsFunc(p.Checks, needs(section)) {
			p.Sections = append(p.Sections, section)
		}
	}
	for _, section := range snapshot.OptInOfOrganization() {
		if slices.Contains(with, string(section)) || slices.ContainsFunc(p.Checks, needsOfOrganization(section)) {
			p.OrgSections = append(p.OrgSections, section)
		}
	}
	switch {
	case slices.Contains(with, string(snapshot.SectionSSHKeys)), slices.ContainsFunc(p.Checks, needsEveryUser):
		p.SSHKeys = "all"
	case slices.Contains(p.Sections, snapshot.SectionSSHKeys):
		p.SSHKeys = "empty-users"
	}
	p.LastAccessed = p.whoseAccess(slices.Contains(with, string(snapshot.SectionLastAccessed)))
}

// whoseAccess says whose last access is asked for: that of those principals that a selected check judges.
func (p *Plan) whoseAccess(everybody bool) string {
	var who []string
	for _, kind := range []string{checks.LastAccessOfUsers, checks.LastAccessOfRoles} {
		if everybody || slices.ContainsFunc(p.Checks, func(c *checks.Check) bool { return c.LastAccess == kind }) {
			who = append(who, kind)
		}
	}
	return strings.Join(who, ",")
}

func needs(section snapshot.Section) func(*checks.Check) bool {
	return func(c *checks.Check) bool { return slices.Contains(c.Needs, section) }
}

func needsEveryUser(c *checks.Check) bool { return c.EveryUser }

func needsOfOrganization(section snapshot.Section) func(*checks.Check) bool {
	return func(c *checks.Check) bool {
		return slices.Contains(c.OrgNeeds, section) || slices.Contains(c.OrgUses, section)
	}
}

// optional returns the sections that are collected because they were asked for, SSH keys aside.
func (p *Plan) optional() []snapshot.Section {
	return slices.DeleteFunc(slices.Clone(p.Sections), func(s snapshot.Section) bool { return s == snapshot.SectionSSHKeys })
}

// covered returns the Regions in which the accounts' own analyzers say nothing more than the organization's. What they report
// and hide is asked for everywhere.
func (p *Plan) covered(o *snapshot.Organization) []string {
	if slices.Contains(p.Sections, snapshot.SectionAnalyzerFindings) || slices.Contains(p.Sections, snapshot.SectionArchiveRules) {
		return nil
	}
	return o.Analyzers.Covering()
}

// shallow returns the sections of a snapshot that were collected to a lesser depth than the plan's, as far as a missing
// section does not tell, and what to say about them.
func (p *Plan) shallow(a *snapshot.Account) map[snapshot.Section]snapshot.Reason {
	lesser := map[snapshot.Section]snapshot.Reason{}
	lack := func(section snapshot.Section, action, message string) {
		lesser[section] = snapshot.Reason{Cause: findings.NotCollected, Action: action, Message: message}
	}
	if p.SSHKeys == "all" && a.SSHKeysAsked == "empty-users" {
		lack(snapshot.SectionSSHKeys, "iam:ListSSHPublicKeys", "the saved snapshot asked only users without other credentials")
	}
	if p.wants(snapshot.SectionEvents) && a.Events != nil && a.Events.Until.Sub(a.Events.From) < p.EventsWindow {
		lack(snapshot.SectionEvents, "cloudtrail:LookupEvents", "the saved snapshot holds the events of a shorter time: ask for no more with --events-window")
	}
	if a.LastAccessed != nil && !a.LastAccessed.Covers(p.LastAccessed) {
		lack(snapshot.SectionLastAccessed, "iam:GenerateServiceLastAccessedDetails", "the saved snapshot did not ask about all of the users and roles")
	}
	return lesser
}

func (p *Plan) wants(section snapshot.Section) bool { return slices.Contains(p.Sections, section) }

func (s Selection) checks(frameworks []findings.Framework) ([]*checks.Check, error) {
	asked, err := checks.Find(s.Check...)
	if err != nil {
		return nil, err
	}
	added, err := checks.Find(s.On...)
	if err != nil {
		return nil, err
	}
	skipped, err := checks.Find(s.Skip...)
	if err != nil {
		return nil, err
	}
	off, err := checks.Find(s.Off...)
	if err != nil {
		return nil, err
	}
	answering := map[string]bool{}
	for _, f := range frameworks {
		for _, id := range f.Checks() {
			answering[id] = true
		}
	}
	return slices.DeleteFunc(checks.All(), func(c *checks.Check) bool {
		chosen := slices.Contains(asked, c)
		switch {
		case len(s.Check) == 0 && len(frameworks) > 0:
			chosen = !slices.Contains(off, c)
		case len(s.Check) == 0:
			chosen = (s.standard(c) || slices.Contains(added, c)) && !slices.Contains(off, c)
		}
		chosen = chosen && (len(frameworks) == 0 || answering[c.ID])
		return !chosen || s.rank(c) < s.Severity || (c.OrgWide() && !s.OrgWide) || slices.Contains(skipped, c)
	}), nil
}

// standard reports whether the check is selected when none is named.
func (s Selection) standard(c *checks.Check) bool {
	if len(s.Profile) > 0 && !s.All {
		return slices.Contains(s.Profile, c.ID) || c.Group == "coverage"
	}
	return s.All || !c.OffByDefault
}

func (s Selection) rank(c *checks.Check) findings.Severity {
	if severity, ok := s.Override[c.ID]; ok {
		return severity
	}
	return c.Severity
}

// Rules returns the text of the selected checks, sorted by id.
func (p *Plan) Rules() []findings.Rule {
	rules := make([]findings.Rule, 0, len(p.Checks))
	for _, c := range p.Checks {
		rules = append(rules, c.Rule)
	}
	return rules
}

// IDs returns the ids of the selected checks, sorted.
func (p *Plan) IDs() []string {
	ids := make([]string, 0, len(p.Checks))
	for _, c := range p.Checks {
		ids = append(ids, c.ID)
	}
	return ids
}

package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/org"
	"github.com/orgscan/orgscan/scan"
	"github.com/orgscan/orgscan/scan/checks"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// severities returns the overriding severity of every check that has one.
func severities(rated map[string]ratedNode) map[string]findings.Severity {
	out := map[string]findings.Severity{}
	byLength := func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) }
	for _, pattern := range slices.SortedFunc(maps.Keys(rated), byLength) {
		found, _ := checks.Find(pattern) // configLocal.check has found them before
		for _, c := range found {
			if _, exact := rated[c.ID]; !exact || pattern == c.ID {
				out[c.ID] = rated[pattern].severity
			}
		}
	}
	return out
}

// ids returns the ids of the checks that the patterns name.
func ids(patterns []patternNode) []string {
	var out []string
	for _, p := range patterns {
		found, _ := checks.Find(p.text) // configLocal.check has found them before
		for _, c := range found {
			out = append(out, c.ID)
		}
	}
	return out
}

// selection returns the selection of the flags and of the file's top level.
func (cfg *configuration) selection(c *cli.Context) (scan.Selection, error) {
	least, err := severity(c, "severity")
	if err != nil {
		return scan.Selection{}, err
	}
	window := c.Duration("events-window")
	if c.IsSet("events-window") && (window < time.Second || window > snapshot.LongestEventsWindow) {
		return scan.Selection{}, &usageError{
			message: fmt.Sprintf("--events-window %v: at least a second, at most %v", window, snapshot.LongestEventsWindow),
			hint:    "CloudTrail's event history reaches 90 days back",
		}
	}
	s := scan.Selection{
		Check: c.StringSlice("check"), Skip: c.StringSlice("skip-check"), Severity: least, All: c.Bool("all-checks"),
		Framework: c.StringSlice("framework"),
		With:      c.StringSlice("with"), Regions: c.StringSlice("regions"), EventsWindow: window,
		Override: severities(cfg.file.Severity), On: ids(cfg.file.Checks.On), Off: ids(cfg.file.Checks.Off),
	}
	if cfg.profile != "" {
		p, err := scan.FindProfile(cfg.profile)
		if err != nil {
			return s, &usageError{message: err.Error(), hint: hintOf(err)}
		}
		s.Profile = p.Checks
	}
	return s, nil
}

// widen adds what some unit turns on, and compares with the highest severity that a check has anywhere.
func (cfg *configuration) widen(s scan.Selection) scan.Selection {
	s.On, s.Override = slices.Clone(s.On), maps.Clone(s.Override)
	for _, unit := range cfg.file.OUs {
		on := ids(unit.Checks.On)
		s.On = append(s.On, on...)
		s.Off = slices.DeleteFunc(slices.Clone(s.Off), func(id string) bool { return slices.Contains(on, id) })
		for id, severity := range severities(unit.Severity) {
			s.Override[id] = max(severity, cmp.Or(s.Override[id], severityOf(id)))
		}
	}
	return s
}

func severityOf(id string) findings.Severity {
	found, _ := checks.Find(id) // the id comes from a check
	return found[0].Severity
}

// unit is an organizational unit of the file, resolved in one organization.
type unit struct {
	name     string
	depth    int
	accounts map[string]bool
	local    *configLocal
}

// units resolves the organizational units of the file, the highest first. A caller's account alone has none.
func (cfg *configuration) units(o *snapshot.Organization) ([]unit, error) {
	if o.Population == "self" {
		return nil, nil
	}
	var out []unit
	for name, local := range cfg.file.OUs {
		accounts, depth, err := org.Below(o, name)
		if err != nil {
			hint := hintOf(err)
			return nil, &usageError{message: "configuration " + cfg.path + ": ous: " + err.Error(), hint: hint}
		}
		out = append(out, unit{name: name, depth: depth, accounts: accounts, local: local})
	}
	slices.SortFunc(out, func(a, b unit) int { return cmp.Or(cmp.Compare(a.depth, b.depth), strings.Compare(a.name, b.name)) })
	return out, nil
}

// local returns the settings of every account when the file has units, by account id. The plan is the widest, the base
// what holds outside the units.
func (cfg *configuration) local(c *cli.Context, o *snapshot.Organization, plan *scan.Plan) (map[string]*checks.Settings, error) {
	units, err := cfg.units(o)
	if err != nil || len(units) == 0 {
		return nil, err
	}
	selection, err := cfg.selection(c)
	if err != nil {
		return nil, err
	}
	selection.OrgWide = o.ID != ""
	base, err := scan.NewPlan(selection)
	if err != nil {
		return nil, err
	}
	out, byUnits := map[string]*checks.Settings{}, map[string]*checks.Settings{}
	for _, a := range o.Accounts {
		own := slices.DeleteFunc(slices.Clone(units), func(u unit) bool { return !u.accounts[a.ID] })
		names := make([]string, 0, len(own))
		for _, u := range own {
			names = append(names, u.name)
		}
		key := strings.Join(names, "\n")
		if byUnits[key] == nil {
			if byUnits[key], err = cfg.settings(c, own, plan, base); err != nil {
				return nil, err
			}
		}
		out[a.ID] = byUnits[key]
	}
	return out, nil
}

// settings lays the units of one account over each other, the highest first.
func (cfg *configuration) settings(c *cli.Context, units []unit, plan, base *scan.Plan) (*checks.Settings, error) {
	s := &checks.Settings{Severity: severities(cfg.file.Severity), Off: map[string]string{}}
	for _, id := range plan.IDs() {
		if !slices.Contains(base.IDs(), id) {
			s.Off[id] = "the configuration asks it of other organizational units only"
		}
	}
	var locals []*configLocal
	for _, u := range units {
		locals = append(locals, u.local)
		maps.Copy(s.Severity, severities(u.local.Severity))
		if len(c.StringSlice("check")) > 0 {
			continue // who names checks wants them everywhere
		}
		for _, id := range ids(u.local.Checks.On) {
			delete(s.Off, id)
		}
		for _, id := range ids(u.local.Checks.Off) {
			s.Off[id] = "the configuration turns it off for " + u.name
		}
	}
	var err error
	s.Params, err = cfg.paramsFor(c, locals...)
	return s, err
}

// label gives accounts the owner and environment that their tags name. What the accounts file says stands.
func (cfg *configuration) label(o *snapshot.Organization) {
	for i := range o.Accounts {
		a := &o.Accounts[i]
		for _, t := range a.Tags {
			if t.Key == cfg.file.OwnerTag && a.Owner == "" {
				a.Owner = t.Value
			}
			if t.Key == cfg.file.EnvironmentTag && a.Environment == "" {
				a.Environment = t.Value
			}
		}
	}
}

// needsTags reports whether something of the configuration needs the accounts' tags.
func (cfg *configuration) needsTags() bool {
	return cfg.file.OwnerTag != "" || cfg.file.EnvironmentTag != ""
}

// planOf reads the check flags and the configuration.
func planOf(c *cli.Context, cfg *configuration, orgWide bool) (*scan.Plan, error) {
	s, err := cfg.selection(c)
	if err != nil {
		return nil, err
	}
	s = cfg.widen(s)
	s.OrgWide = orgWide
	plan, err := scan.NewPlan(s)
	if err == nil && len(plan.Checks) == 0 {
		return nil, &usageError{message: "no check is selected", hint: "orgscan checks list"}
	}
	return plan, err
}

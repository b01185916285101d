package org

import (
	"context"
	"slices"

	"github.com/orgscan/orgscan/scan/collect"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const accessAnalyzerPrincipal = "access-analyzer.amazonaws.com"

// analyzerParts are the sections of an account that hold the organization's, by the organization's.
var analyzerParts = map[snapshot.Section]snapshot.Section{
	snapshot.SectionOrganizationAnalyzers: snapshot.SectionAccessAnalyzer,
	snapshot.SectionOrganizationFindings:  snapshot.SectionAnalyzerFindings,
	snapshot.SectionOrganizationRules:     snapshot.SectionArchiveRules,
}

// analyzerExtras read what the organization's analyzers are, report and hide.
func analyzerExtras() []extra {
	part := func(section snapshot.Section, keep func(*snapshot.Organization, []*snapshot.Account)) extra {
		return extra{
			section: section, actions: collect.Actions([]snapshot.Section{analyzerParts[section]}),
			read: func(ctx context.Context, c *completion) error {
				accounts, err := c.administrating(ctx, analyzerParts[section])
				if err == nil {
					keep(c.org, accounts)
				}
				return err
			},
		}
	}
	return []extra{
		part(snapshot.SectionOrganizationAnalyzers, keepAnalyzers),
		part(snapshot.SectionOrganizationFindings, func(o *snapshot.Organization, accounts []*snapshot.Account) {
			o.AnalyzerFindings = &snapshot.AnalyzerFindings{}
			for _, a := range accounts {
				o.AnalyzerFindings.Findings = append(o.AnalyzerFindings.Findings, a.AnalyzerFindings.Findings...)
			}
		}),
		part(snapshot.SectionOrganizationRules, func(o *snapshot.Organization, accounts []*snapshot.Account) {
			o.ArchiveRules = &snapshot.ArchiveRules{}
			for _, a := range accounts {
				o.ArchiveRules.Rules = append(o.ArchiveRules.Rules, a.ArchiveRules.Rules...)
			}
		}),
	}
}

func keepAnalyzers(o *snapshot.Organization, accounts []*snapshot.Account) {
	o.Analyzers = &snapshot.AccessAnalyzer{}
	for _, a := range accounts {
		for _, analyzer := range a.AccessAnalyzer.Analyzers {
			if analyzer.OfOrganization() {
				o.Analyzers.Analyzers = append(o.Analyzers.Analyzers, analyzer)
			}
		}
	}
}

// missingPartError is why a section of an account that administers the organization's analyzers could not be read.
type missingPartError struct{ reason snapshot.Reason }

func (e *missingPartError) Error() string { return e.reason.Action + ": " + e.reason.Message }

// administrating returns the accounts that may hold analyzers of the organization, with the section read in all of them. It
// asks each account once for everything that is wanted.
func (c *completion) administrating(ctx context.Context, section snapshot.Section) ([]*snapshot.Account, error) {
	if r, ok := c.org.Lacks(snapshot.SectionDelegations); ok {
		return nil, &missingPartError{r}
	}
	var all []*snapshot.Account
	for _, id := range c.active(c.owners(accessAnalyzerPrincipal)) {
		a, err := c.analyzersIn(ctx, id)
		if err != nil {
			return nil, err
		}
		if r, ok := a.Lacks(section); ok {
			r.Message = "in account " + id + ": " + r.Message
			return nil, &missingPartError{r}
		}
		all = append(all, a)
	}
	return all, nil
}

// active leaves out the accounts that are closed or suspended: nothing works in them, and no session opens.
func (c *completion) active(ids []string) []string {
	return slices.DeleteFunc(slices.Compact(ids), func(id string) bool {
		a := c.org.Account(id)
		return a != nil && a.State != snapshot.StateActive && a.State != snapshot.StateUnknown
	})
}

func (c *completion) analyzersIn(ctx context.Context, id string) (*snapshot.Account, error) {
	if a := c.analyzers[id]; a != nil {
		return a, nil
	}
	session, err := c.sessions.Session(ctx, id)
	if err != nil {
		return nil, failed("sts:AssumeRole", err)
	}
	var sections []snapshot.Section
	for own, part := range analyzerParts {
		if slices.Contains(c.want, own) {
			sections = append(sections, part)
		}
	}
	a := collect.Part(ctx, session.Config, id, collect.Options{
		Partition: c.org.Partition, AsOf: c.org.AsOf, Sections: sections, Regions: c.regions, OfOrganization: true,
	})
	if c.analyzers == nil {
		c.analyzers = map[string]*snapshot.Account{}
	}
	c.analyzers[id] = a
	return a, nil
}

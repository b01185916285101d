package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/orgscan/orgscan/findings"
)

// summary is what the table says of the findings: it grows with the number of different problems, not of resources.
type summary struct {
	rules    map[string]findings.Rule
	fails    map[problemKey]*problem
	manual   map[string]*problem
	unknowns map[findings.Reason]*unevaluated
	passed   map[string]*passed
	tally    findings.Tally
	excepted int
}

// problemKey keeps findings of one group apart when their severities differ.
type problemKey struct {
	severity findings.Severity
	group    string
}

// problem is one problem in one or more accounts.
type problem struct {
	check    string
	title    string
	resource string
	message  string
	// varies is true when the accounts have different messages; message is then the first.
	varies   bool
	accounts names
	findings int
}

// unevaluated is everything that one cause kept from being evaluated.
type unevaluated struct {
	checks   map[string]bool
	accounts names
}

// passed counts the resources of one check that are as they should be or that it does not speak of.
type passed struct {
	title         string
	pass          int
	notApplicable int
	accounts      names
}

// names are accounts in the order of the findings, each once. It keeps the first few, with their
// names and without, and counts the rest.
type names struct {
	first []string
	ids   []string
	total int
	last  string
}

// kept is how many accounts of a problem are named.
const kept = 3

func (n *names) add(id, name string) {
	if n.total > 0 && n.last == id {
		return
	}
	n.last = id
	n.total++
	if len(n.first) < kept {
		n.first = append(n.first, account(id, name))
		n.ids = append(n.ids, visible(id))
	}
}

func account(id, name string) string {
	if name == "" {
		return visible(id)
	}
	return fmt.Sprintf("%s (%s)", visible(id), visible(name))
}

func summarise(src *Source) (*summary, error) {
	s := &summary{
		rules: map[string]findings.Rule{}, fails: map[problemKey]*problem{}, manual: map[string]*problem{},
		unknowns: map[findings.Reason]*unevaluated{}, passed: map[string]*passed{},
	}
	for _, r := range src.Rules {
		s.rules[r.ID] = r
	}
	for f, err := range src.Findings() {
		if err != nil {
			return nil, fmt.Errorf("read findings: %w", err)
		}
		s.add(f)
	}
	return s, nil
}

func (s *summary) add(f findings.Finding) {
	s.tally.Add(f)
	if f.Exception != "" && !f.Status.Summarised() {
		s.excepted++
		return
	}
	switch f.Status {
	case findings.Fail:
		entry(s.fails, problemKey{f.Severity, f.Group}).add(f)
	case findings.Manual:
		entry(s.manual, f.Check).add(f)
	case findings.Unknown:
		s.addUnknown(f)
	case findings.Pass, findings.NotApplicable:
		entry(s.passed, f.Check).add(f)
	}
}

func (s *summary) addUnknown(f findings.Finding) {
	reason := findings.Reason{Cause: findings.Error}
	if f.Unknown != nil {
		reason = *f.Unknown
	}
	u := entry(s.unknowns, reason)
	if u.checks == nil {
		u.checks = map[string]bool{}
	}
	u.checks[f.Check] = true
	u.accounts.add(f.Account, f.AccountName)
}

func (p *problem) add(f findings.Finding) {
	if p.findings == 0 {
		p.check, p.title, p.resource, p.message = f.Check, f.Title, shortResource(f), f.Message
	}
	p.varies = p.varies || p.message != f.Message
	p.findings++
	p.accounts.add(f.Account, f.AccountName)
}

func (p *passed) add(f findings.Finding) {
	p.title = f.Title
	p.accounts.add(f.Account, f.AccountName)
	if f.Status == findings.Pass {
		p.pass += max(f.Count, 1)
		return
	}
	p.notApplicable += max(f.Count, 1)
}

// entry returns the value of the key and makes it when there is none.
func entry[K comparable, V any](m map[K]*V, key K) *V {
	v, ok := m[key]
	if !ok {
		v = new(V)
		m[key] = v
	}
	return v
}

// block is all problems of one check and severity.
type block struct {
	check    string
	title    string
	problems []*problem
	findings int
}

// blocks returns the problems of one severity by check: the check with the most findings first, and within it the problem
// in the most accounts.
func (s *summary) blocks(severity findings.Severity) []*block {
	byCheck := map[string]*block{}
	for _, key := range slices.SortedFunc(maps.Keys(s.fails), compareKeys) {
		if key.severity != severity {
			continue
		}
		p := s.fails[key]
		b := entry(byCheck, p.check)
		b.check, b.title = p.check, p.title
		b.problems = append(b.problems, p)
		b.findings += p.findings
	}
	for _, b := range byCheck {
		slices.SortStableFunc(b.problems, compareProblems)
	}
	return slices.SortedFunc(maps.Values(byCheck), func(a, b *block) int {
		return cmp.Or(cmp.Compare(b.findings, a.findings), cmp.Compare(a.check, b.check))
	})
}

func compareKeys(a, b problemKey) int {
	return cmp.Or(cmp.Compare(a.severity, b.severity), cmp.Compare(a.group, b.group))
}

func compareProblems(a, b *problem) int {
	return cmp.Or(cmp.Compare(b.accounts.total, a.accounts.total), cmp.Compare(a.resource, b.resource),
		cmp.Compare(a.message, b.message))
}

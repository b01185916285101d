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
	rules map[string]findings.Rule
	fails map[problemKey]*problem
	// failing are the accounts by severity and check.
	failing  map[severeCheck]*names
	manual   map[problemKey]*problem
	unknowns map[unknownKey]*unevaluated
	passed   map[string]*passed
	// standings are the counters of each account that has findings.
	standings map[string]*standing
	tally     findings.Tally
	excepted  int
	// pending are the failures of the account whose findings are being read: causes and consequences are of one account.
	pending []findings.Finding
	// folded counts by severity what is shown as a consequence.
	folded map[findings.Severity]int
}

// problemKey keeps findings of one group apart when their severities differ.
type problemKey struct {
	severity findings.Severity
	group    string
}

// severeCheck is a check at one of the severities that it reports.
type severeCheck struct {
	severity findings.Severity
	check    string
}

// problem is one problem in one or more accounts.
type problem struct {
	check    string
	title    string
	resource string
	// account is the first finding's, and resource is named as in it.
	account string
	// said are the different messages; differ is true when there are more than mostSaid.
	said     []*statement
	differ   bool
	accounts names
	findings int
	// consequences counts, by check, what the problem causes on the same resource.
	consequences map[string]int
}

// statement is one message of a problem and the accounts that have it.
type statement struct {
	text     string
	accounts names
}

// mostSaid is how many different messages of one problem are told apart.
const mostSaid = 3

// unknownKey keeps causes apart, and what was not collected by what that means in words: no call tells it.
type unknownKey struct {
	findings.Reason
	message string
}

// unevaluated is everything that one cause kept from being evaluated.
type unevaluated struct {
	checks map[string]bool
	// message is the first finding's.
	message  string
	accounts names
}

// passed counts the resources of one check that are as they should be or that it does not speak of.
type passed struct {
	title         string
	pass          int
	notApplicable int
	accounts      names
}

func summarise(src *Source) (*summary, error) {
	s := &summary{
		rules: map[string]findings.Rule{}, fails: map[problemKey]*problem{}, manual: map[problemKey]*problem{},
		unknowns: map[unknownKey]*unevaluated{}, passed: map[string]*passed{}, standings: map[string]*standing{},
		folded: map[findings.Severity]int{}, failing: map[severeCheck]*names{},
	}
	for _, r := range src.Rules {
		s.rules[r.ID] = r
	}
	for f, err := range src.Findings() {
		if err != nil {
			return nil, fmt.Errorf("read findings: %w", err)
		}
		if len(s.pending) > 0 && s.pending[0].Account != f.Account {
			s.settle()
		}
		s.add(f)
	}
	s.settle()
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
		s.pending = append(s.pending, f)
		at(s.standings, f.Account).add(f)
	case findings.Manual:
		at(s.manual, problemKey{group: f.Group}).add(f)
	case findings.Unknown:
		s.addUnknown(f)
	case findings.Pass, findings.NotApplicable:
		at(s.passed, f.Check).add(f)
	}
}

func (s *summary) addUnknown(f findings.Finding) {
	reason := findings.Reason{Cause: findings.Error}
	if f.Unknown != nil {
		reason = *f.Unknown
	}
	key := unknownKey{Reason: reason}
	if reason.Cause == findings.NotCollected {
		key.message = f.Message
	}
	u := at(s.unknowns, key)
	if u.checks == nil {
		u.checks, u.message = map[string]bool{}, f.Message
	}
	u.checks[f.Check] = true
	u.accounts.add(f.Account, f.AccountName)
}

func (p *problem) add(f findings.Finding) {
	if p.findings == 0 {
		p.check, p.title, p.resource, p.account = f.Check, f.Title, shortResource(f), f.Account
	}
	p.findings++
	p.accounts.add(f.Account, f.AccountName)
	if m := p.statement(f.Message); m != nil {
		m.accounts.add(f.Account, f.AccountName)
	}
}

// statement returns the statement of a message; nil when there are too many.
func (p *problem) statement(message string) *statement {
	for _, m := range p.said {
		if m.text == message {
			return m
		}
	}
	if len(p.said) == mostSaid {
		p.differ = true
		return nil
	}
	m := &statement{text: message}
	p.said = append(p.said, m)
	return m
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

// at returns the value of the key and makes it when there is none.
func at[K comparable, V any](m map[K]*V, key K) *V {
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
	// accounts is nil for questions.
	accounts *names
}

// blocksOf returns the problems of one severity by check: the check with the most findings first, and within it the problem
// in the most accounts.
func blocksOf(problems map[problemKey]*problem, severity findings.Severity) []*block {
	byCheck := map[string]*block{}
	for _, key := range slices.SortedFunc(maps.Keys(problems), compareKeys) {
		if key.severity != severity {
			continue
		}
		p := problems[key]
		b := at(byCheck, p.check)
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
		cmp.Compare(a.said[0].text, b.said[0].text))
}

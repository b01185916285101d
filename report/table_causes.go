package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/findings"
)

// reported is a resource that a check reports, in one account.
type reported struct{ check, resource string }

// settle files the failures of one account: consequences below their cause, where the cause is listed and not milder, and
// everything else by itself.
func (s *summary) settle() {
	causes := map[reported]*findings.Finding{}
	for i := range s.pending {
		f := &s.pending[i]
		key := reported{f.Check, f.Resource}
		if known := causes[key]; known == nil || f.Severity > known.Severity {
			causes[key] = f
		}
	}
	for i := range s.pending {
		f := &s.pending[i]
		if root := rootOf(f, causes); root != f {
			s.problem(root).consequence(f.Check)
			s.folded[f.Severity]++
			continue
		}
		s.problem(f).add(*f)
		at(s.failing, severeCheck{f.Severity, f.Check}).add(f.Account, f.AccountName)
	}
	s.pending = s.pending[:0]
}

func (s *summary) problem(f *findings.Finding) *problem {
	return at(s.fails, problemKey{f.Severity, f.Group})
}

// rootOf follows the causes of a finding to the one that stands for itself. Causes never become milder on the way, and a
// circle ends where it began.
func rootOf(f *findings.Finding, causes map[reported]*findings.Finding) *findings.Finding {
	root := f
	for range len(causes) {
		cause := causes[reported{root.Cause(), root.Resource}]
		if cause == nil || cause.Severity < root.Severity {
			return root
		}
		if cause == f {
			return f
		}
		root = cause
	}
	return root
}

func (p *problem) consequence(check string) {
	if p.consequences == nil {
		p.consequences = map[string]int{}
	}
	p.consequences[check]++
}

// consequences writes which findings go away with those of the block.
func (s *sheet) consequences(problems []*problem) {
	total := map[string]int{}
	for _, p := range problems {
		for check, n := range p.consequences {
			total[check] += n
		}
	}
	var names []string
	for _, check := range slices.Sorted(maps.Keys(total)) {
		names = append(names, fmt.Sprintf("%s (%d)", visible(check), total[check]))
	}
	if len(names) > 0 {
		s.indented(4, "ends with it: "+strings.Join(names, ", "))
	}
}

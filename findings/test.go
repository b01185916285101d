package findings

import "iter"

// Test is the result of one check in one account: how many resources had which outcome. A sweep has one for every
// account in scope and every check that judges accounts, whatever the outcome.
type Test struct {
	Account     string
	AccountName string
	OU          string
	Check       string
	Title       string
	// Status is the most important outcome, in the order of Statuses.
	Status Status
	// Counts holds the number of resources by status.
	Counts map[Status]int
	// Unknown is the first reason why something could not be judged; nil when everything could.
	Unknown *Reason
}

// Tests groups findings that come in the order of Compare into tests, in the same order, holding one at a time. An error
// of the findings ends it.
func Tests(all iter.Seq2[Finding, error]) iter.Seq2[Test, error] {
	return func(yield func(Test, error) bool) {
		var current *Test
		for f, err := range all {
			if err != nil {
				yield(Test{}, err)
				return
			}
			if current != nil && (current.Account != f.Account || current.Check != f.Check) {
				if !yield(*current, nil) {
					return
				}
				current = nil
			}
			if current == nil {
				current = newTest(f)
			}
			current.add(f)
		}
		if current != nil {
			yield(*current, nil)
		}
	}
}

func newTest(f Finding) *Test {
	return &Test{
		Account: f.Account, AccountName: f.AccountName, OU: f.OU, Check: f.Check, Title: f.Title,
		Status: f.Status, Counts: map[Status]int{},
	}
}

func (t *Test) add(f Finding) {
	t.Counts[f.Status] += max(f.Count, 1)
	if t.Unknown == nil {
		t.Unknown = f.Unknown
	}
	for _, s := range Statuses() {
		if t.Counts[s] > 0 {
			t.Status = s
			return
		}
	}
}

package findings

// Tally counts the findings of one sweep as they pass, so that nothing needs to hold them. The zero value is ready.
type Tally struct {
	resources map[Status]int
	fails     map[Severity]int
	unknowns  map[string]int
	excused   map[string]int
	excepted  int
}

// Add counts one finding.
func (t *Tally) Add(f Finding) {
	if t.resources == nil {
		t.resources, t.fails = map[Status]int{}, map[Severity]int{}
		t.unknowns, t.excused = map[string]int{}, map[string]int{}
	}
	t.resources[f.Status] += max(f.Count, 1)
	switch {
	case f.Exception != "":
		t.excepted++
		if f.Status == Unknown {
			t.excused[f.Account]++
		}
	case f.Status == Fail:
		t.fails[f.Severity]++
	case f.Status == Unknown:
		t.unknowns[f.Account]++
	}
}

// Excepted returns how many findings exceptions accept.
func (t *Tally) Excepted() int { return t.excepted }

// Excused returns how many of the account's UNKNOWN lines exceptions accept.
func (t *Tally) Excused(account string) int { return t.excused[account] }

// Resources returns how many resources had the outcome.
func (t *Tally) Resources(s Status) int { return t.resources[s] }

// Fails returns how many unexcepted FAIL findings have exactly the severity.
func (t *Tally) Fails(s Severity) int { return t.fails[s] }

// FailsFrom returns how many unexcepted FAIL findings have at least the severity.
func (t *Tally) FailsFrom(s Severity) int {
	n := 0
	for severity, count := range t.fails {
		if severity >= s {
			n += count
		}
	}
	return n
}

// Unknowns returns how many unexcepted UNKNOWN lines the account has.
func (t *Tally) Unknowns(account string) int { return t.unknowns[account] }

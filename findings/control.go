package findings

import "slices"

// Framework is one version of a published set of controls, or the part of it that concerns this program.
type Framework struct {
	// Name is short and lower case, for example "cis".
	Name string
	// Version is the publisher's own.
	Version  string
	Controls []Control
}

// String returns the name with the version, for example "cis@7.0.0".
func (f Framework) String() string { return f.Name + "@" + f.Version }

// Checks returns the ids of all checks that answer for one of its controls, sorted, each once.
func (f Framework) Checks() []string {
	var ids []string
	for _, c := range f.Controls {
		ids = append(ids, c.Checks...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Control is one control of a framework.
type Control struct {
	// ID is the publisher's identifier.
	ID    string
	Basis Basis
	// Checks are the ids of the checks that answer for it, sorted; none for a control that a person must attest.
	Checks []string
}

// Basis is why checks answer for a control.
type Basis string

// The bases. Published means that others have published the pair of control and rule; Derived that it is this project's
// judgement; ByHand that no API tells and a person must attest.
const (
	Published Basis = "published"
	Derived   Basis = "derived"
	ByHand    Basis = "manual"
)

// ControlStatus is what a run says of one control.
type ControlStatus string

// The outcomes of a control. NotCovered means that no check of the run answers for it; ControlNotApplicable that data prove
// there is nothing to judge.
const (
	ControlFail          ControlStatus = "FAIL"
	ControlUnknown       ControlStatus = "UNKNOWN"
	ControlManual        ControlStatus = "MANUAL"
	ControlPass          ControlStatus = "PASS"
	ControlNotApplicable ControlStatus = "NOT_APPLICABLE"
	NotCovered           ControlStatus = "NOT_COVERED"
)

// ControlStatuses returns every outcome, most important first.
func ControlStatuses() []ControlStatus {
	return []ControlStatus{ControlFail, ControlUnknown, ControlManual, ControlPass, ControlNotApplicable, NotCovered}
}

// ControlResult is the outcome of one control. The numbers count resources, once for each check.
type ControlResult struct {
	Framework string        `json:"framework"`
	Version   string        `json:"version"`
	Control   string        `json:"control"`
	Status    ControlStatus `json:"status"`
	Basis     Basis         `json:"basis"`
	// Checks are those of the run that answer for the control.
	Checks []string `json:"checks"`
	// NotRun are those that answer for it too but were not selected: without them nothing is a PASS.
	NotRun []string `json:"not_run,omitempty"`
	// Fail leaves out what is excepted.
	Fail          int `json:"fail"`
	Unknown       int `json:"unknown"`
	Manual        int `json:"manual"`
	Pass          int `json:"pass"`
	NotApplicable int `json:"not_applicable"`
	// Excepted counts the FAILs that were accepted.
	Excepted int `json:"excepted"`
	// FailedAccounts counts the accounts with a FAIL that was not accepted.
	FailedAccounts int `json:"failed_accounts"`

	lastFailed string
}

// ControlTally judges controls by findings as they pass in the order of Compare, so that nothing needs to hold them.
type ControlTally struct {
	results []ControlResult
	// byCheck holds the places of the controls that a check answers for.
	byCheck map[string][]int
}

// NewControlTally starts with every control of the frameworks. selected are the checks of the run, sorted.
func NewControlTally(frameworks []Framework, selected []string) *ControlTally {
	t := &ControlTally{results: []ControlResult{}, byCheck: map[string][]int{}}
	for _, f := range frameworks {
		for _, c := range f.Controls {
			r := ControlResult{Framework: f.Name, Version: f.Version, Control: c.ID, Basis: c.Basis, Checks: []string{}}
			for _, check := range c.Checks {
				if _, ok := slices.BinarySearch(selected, check); !ok {
					r.NotRun = append(r.NotRun, check)
					continue
				}
				r.Checks = append(r.Checks, check)
				t.byCheck[check] = append(t.byCheck[check], len(t.results))
			}
			t.results = append(t.results, r)
		}
	}
	return t
}

// Add counts one finding.
func (t *ControlTally) Add(f Finding) {
	for _, i := range t.byCheck[f.Check] {
		t.results[i].add(f)
	}
}

// Results returns every control in the order of the frameworks. One FAIL that was not accepted fails a control; an UNKNOWN,
// accepted or not, keeps it from passing, and so does a check that answers for it and was not run.
func (t *ControlTally) Results() []ControlResult {
	out := slices.Clone(t.results)
	for i := range out {
		out[i].Status = out[i].status()
	}
	return out
}

func (r *ControlResult) add(f Finding) {
	n := max(f.Count, 1)
	switch f.Status {
	case Fail:
		if f.Exception != "" {
			r.Excepted += n
			return
		}
		r.Fail += n
		if r.lastFailed != f.Account {
			r.lastFailed = f.Account
			r.FailedAccounts++
		}
	case Unknown:
		r.Unknown += n
	case Manual:
		r.Manual += n
	case Pass:
		r.Pass += n
	case NotApplicable:
		r.NotApplicable += n
	}
}

func (r *ControlResult) status() ControlStatus {
	switch {
	case r.Basis == ByHand:
		return ControlManual
	case len(r.Checks) == 0:
		return NotCovered
	case r.Fail > 0:
		return ControlFail
	case r.Unknown > 0 || len(r.NotRun) > 0:
		return ControlUnknown
	case r.Manual > 0:
		return ControlManual
	case r.Pass > 0 || r.Excepted > 0:
		return ControlPass
	case r.NotApplicable > 0:
		return ControlNotApplicable
	}
	return ControlUnknown
}

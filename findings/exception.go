package findings

import (
	"slices"
	"sync"
	"time"
)

// Exception accepts findings or gaps for a while. Its selectors are joined by and; an empty one selects everything. Dates
// are days such as "2026-01-31", in UTC.
type Exception struct {
	ID string `json:"id"`
	// Check and Resource are globs in which * stands for any text; Group is a finding's group or fingerprint.
	Check    string `json:"check,omitempty"`
	Account  string `json:"account,omitempty"`
	OU       string `json:"ou,omitempty"`
	Resource string `json:"resource,omitempty"`
	Group    string `json:"group,omitempty"`
	// Section is a glob on what could not be read: it selects gaps, and the UNKNOWN findings that they cause. Only "*" selects
	// an account that could not be entered.
	Section  string `json:"section,omitempty"`
	Owner    string `json:"owner"`
	Approver string `json:"approver,omitempty"`
	Ticket   string `json:"ticket,omitempty"`
	Reason   string `json:"reason"`
	Created  string `json:"created"`
	// Expires is the last day on which the exception holds.
	Expires string `json:"expires"`
	// Accounts are the ids that Account and OU stand for; nil means all accounts.
	Accounts map[string]bool `json:"-"`
}

// ExceptionState says what became of an exception in one run.
type ExceptionState string

// The states. An exception that names something that does not exist is active, unused or expired like any other.
const (
	ExceptionActive  ExceptionState = "active"
	ExceptionUnused  ExceptionState = "unused"
	ExceptionExpired ExceptionState = "expired"
)

// ExceptionUse is an exception and what it accepted in one run.
type ExceptionUse struct {
	Exception
	State ExceptionState `json:"state"`
	// Findings and Gaps count what it accepts, also where another exception accepts the same; of an expired one, what it
	// would have accepted.
	Findings int `json:"findings"`
	Gaps     int `json:"gaps"`
	// Ending is true of an exception that is in force and has its last day within the next EndingWithin days.
	Ending bool `json:"ending,omitempty"`
}

// EndingWithin is how many days ahead the end of an exception is announced, so that there is time to decide anew.
const EndingWithin = 30

// Exceptions applies a list of exceptions and counts what each accepted. A nil one accepts nothing. It may be used by
// several goroutines at once.
type Exceptions struct {
	mu   sync.Mutex
	uses []ExceptionUse
}

// NewExceptions returns the exceptions as they stand at asOf.
func NewExceptions(list []Exception, asOf time.Time) *Exceptions {
	today := asOf.UTC().Format(time.DateOnly)
	soon := asOf.UTC().AddDate(0, 0, EndingWithin).Format(time.DateOnly)
	e := &Exceptions{}
	for _, x := range list {
		use := ExceptionUse{Exception: x, State: ExceptionUnused}
		if today > x.Expires {
			use.State = ExceptionExpired
		}
		use.Ending = today <= x.Expires && x.Expires <= soon
		e.uses = append(e.uses, use)
	}
	return e
}

// Uses returns every exception in the order of the file, with what it accepted so far.
func (e *Exceptions) Uses() []ExceptionUse {
	if e == nil {
		return nil
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.uses)
}

// Excuse marks the reasons for which something of the account could not be looked at. The first exception that is in
// force gives its id.
func (e *Exceptions) Excuse(account string, reasons []CoverageReason) {
	if e == nil {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	for i := range reasons {
		for n := range e.uses {
			if x := &e.uses[n]; x.excuses(account, reasons[i]) {
				x.Gaps++
				x.mark(&reasons[i].Exception)
			}
		}
	}
}

// Apply marks the findings that are accepted. The reasons are why something of the findings' account, or of the
// organization, could not be looked at.
func (e *Exceptions) Apply(all []Finding, reasons []CoverageReason) {
	if e == nil {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	for i := range all {
		if all[i].Status.Summarised() {
			continue
		}
		for n := range e.uses {
			if x := &e.uses[n]; x.accepts(&all[i], reasons) {
				x.Findings++
				x.mark(&all[i].Exception)
			}
		}
	}
}

// mark writes the id where none is, unless the exception has expired.
func (u *ExceptionUse) mark(id *string) {
	if u.State == ExceptionExpired {
		return
	}
	u.State = ExceptionActive
	if *id == "" {
		*id = u.ID
	}
}

func (x *Exception) in(account string) bool { return x.Accounts == nil || x.Accounts[account] }

func (x *Exception) excuses(account string, r CoverageReason) bool {
	return x.Section != "" && x.Check == "" && x.Resource == "" && x.Group == "" && x.in(account) && Glob(x.Section, r.Section)
}

func (x *Exception) accepts(f *Finding, reasons []CoverageReason) bool {
	return x.in(f.Account) && (x.Check == "" || Glob(x.Check, f.Check)) && (x.Resource == "" || Glob(x.Resource, f.Resource)) &&
		(x.Group == "" || x.Group == f.Group || x.Group == f.Fingerprint) && (x.Section == "" || x.causes(f, reasons))
}

// causes reports whether the finding is UNKNOWN because of a section that the exception selects.
func (x *Exception) causes(f *Finding, reasons []CoverageReason) bool {
	return f.Status == Unknown && f.Unknown != nil && slices.ContainsFunc(reasons, func(r CoverageReason) bool {
		return Glob(x.Section, r.Section) && Reason{r.Cause, r.Action, r.Code} == *f.Unknown
	})
}

// Glob reports whether the whole text matches the pattern, in which * stands for any text, slashes and nothing included.
// Everything else stands for itself. It takes time linear in the lengths for patterns of one star, quadratic at most.
func Glob(pattern, text string) bool {
	p, t, star, mark := 0, 0, -1, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, t
			p++
		case p < len(pattern) && pattern[p] == text[t]:
			p++
			t++
		case star >= 0:
			mark++
			p, t = star+1, mark
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}

package scan

import (
	"sync"

	"github.com/orgscan/orgscan/scan/checks"
)

// extracts gathers what organization-wide checks keep of each account. Judge sorts them.
type extracts struct {
	mu      sync.Mutex
	byCheck map[string][]checks.Extracted
}

func newExtracts() *extracts { return &extracts{byCheck: map[string][]checks.Extracted{}} }

func (e *extracts) add(of map[string]checks.Extracted) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for id, x := range of {
		e.byCheck[id] = append(e.byCheck[id], x)
	}
}

// refusals notices that no account lets the role in.
type refusals struct {
	keepGoing bool

	mu      sync.Mutex
	entered bool
	count   int
	first   *UnreachableError
}

// accepted records that an account could be entered.
func (r *refusals) accepted() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.entered = true
}

// refused records a refusal. It returns the first one once the role is to be given up.
func (r *refusals) refused(u *UnreachableError) (tried int, first *UnreachableError) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.count++
	if r.first == nil {
		r.first = u
	}
	if r.keepGoing || r.entered || r.count < earlyStop {
		return r.count, nil
	}
	return r.count, r.first
}

package checks

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/orgscan/orgscan/scan/frameworks"
)

var registry = map[string]*Check{}

// register adds a check at start; a second one with the same id is a programming error.
func register(c Check) *Check { //nolint:unparam // only a call with a result can initialise a variable
	if _, ok := registry[c.ID]; ok {
		panic("two checks are called " + c.ID)
	}
	c.Controls = frameworks.ControlsOf(c.ID)
	registry[c.ID] = &c
	return &c
}

// All returns every check, sorted by id. Callers do not change them.
func All() []*Check {
	all := make([]*Check, 0, len(registry))
	for _, c := range registry {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b *Check) int { return strings.Compare(a.ID, b.ID) })
	return all
}

// UnknownCheckError says that a pattern matches no check.
type UnknownCheckError struct{ Pattern string }

// Error names the pattern.
func (e *UnknownCheckError) Error() string { return fmt.Sprintf("unknown check %q", e.Pattern) }

// Hint names the command that lists the checks.
func (e *UnknownCheckError) Hint() string { return "orgscan checks list" }

// Find returns the checks that match one of the patterns (ids, or globs such as "root-*"), sorted by id. A pattern that
// matches none is an *UnknownCheckError.
func Find(patterns ...string) ([]*Check, error) {
	chosen := map[string]bool{}
	for _, pattern := range patterns {
		n := len(chosen)
		matched := false
		for id := range registry {
			if ok, err := path.Match(pattern, id); err == nil && ok {
				chosen[id], matched = true, true
			}
		}
		if len(chosen) == n && !matched {
			return nil, &UnknownCheckError{Pattern: pattern}
		}
	}
	return slices.DeleteFunc(All(), func(c *Check) bool { return !chosen[c.ID] }), nil
}

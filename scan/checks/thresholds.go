package checks

import (
	_ "embed"
	"strings"
	"sync"
)

// thresholdLines has a line for each check that reads Params: its id, a colon, and the names. A test derives it from the
// code, so that it cannot differ.
//
//go:embed thresholds.txt
var thresholdLines string

var thresholds = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for line := range strings.Lines(thresholdLines) {
		id, names, _ := strings.Cut(line, ":")
		out[id] = strings.Fields(names)
	}
	return out
})

// Thresholds returns the names of the Params that the check judges by, as in the configuration file and in the order of the
// fields; empty when it judges by none. Callers do not change it.
func (c *Check) Thresholds() []string {
	if names := thresholds()[c.ID]; names != nil {
		return names
	}
	return []string{}
}

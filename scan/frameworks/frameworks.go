package frameworks

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/orgscan/orgscan/findings"
)

//go:embed controls.csv
var controls string

var parsed = sync.OnceValue(func() []findings.Framework {
	all, err := parse(controls)
	if err != nil {
		panic("controls.csv: " + err.Error())
	}
	return all
})

// All returns every framework and version, sorted by name, older versions first. Callers do not change it.
func All() []findings.Framework { return parsed() }

var columns = []string{"framework", "version", "control", "basis", "checks"}

// parse reads the rows of controls.csv, in which the controls of one framework and version stand together.
func parse(text string) ([]findings.Framework, error) {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 || !slices.Equal(rows[0], columns) {
		return nil, fmt.Errorf("the columns are not %v", columns)
	}
	var all []findings.Framework
	for i, row := range rows[1:] {
		control := findings.Control{ID: row[2], Basis: findings.Basis(row[3]), Checks: strings.Fields(row[4])}
		if err := validate(control); err != nil {
			return nil, fmt.Errorf("line %d: %w", i+2, err)
		}
		n := len(all)
		if n == 0 || all[n-1].Name != row[0] || all[n-1].Version != row[1] {
			all = append(all, findings.Framework{Name: row[0], Version: row[1]})
			n++
		}
		all[n-1].Controls = append(all[n-1].Controls, control)
	}
	return all, nil
}

func validate(c findings.Control) error {
	switch c.Basis {
	case findings.Published, findings.Derived:
		if len(c.Checks) == 0 {
			return fmt.Errorf("control %s is %s but names no check", c.ID, c.Basis)
		}
	case findings.ByHand:
		if len(c.Checks) > 0 {
			return fmt.Errorf("control %s is %s but names checks", c.ID, c.Basis)
		}
	default:
		return fmt.Errorf("control %s has basis %q", c.ID, c.Basis)
	}
	return nil
}

// ControlsOf returns the controls that a check answers for by a published mapping, as "cis@7.0.0:2.4", in the order of All;
// nil when there is none. Callers do not change it.
func ControlsOf(check string) []string { return byCheck()[check] }

var byCheck = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for _, f := range All() {
		for _, c := range f.Controls {
			if c.Basis != findings.Published {
				continue
			}
			for _, check := range c.Checks {
				out[check] = append(out[check], f.String()+":"+c.ID)
			}
		}
	}
	return out
})

// UnknownFrameworkError says that a name, or a version of it, is none that is known.
type UnknownFrameworkError struct{ Name string }

// Error names what was asked for.
func (e *UnknownFrameworkError) Error() string { return fmt.Sprintf("unknown framework %q", e.Name) }

// Hint lists every framework with its versions.
func (e *UnknownFrameworkError) Hint() string {
	var names []string
	for _, f := range All() {
		names = append(names, f.String())
	}
	return "one of: " + strings.Join(names, ", ")
}

// Find returns the framework of a name such as "cis", "cis@7.0.0" or "cis@7". Without a version it is the newest; of a
// shortened one, the newest that begins with it. Anything else is an *UnknownFrameworkError.
func Find(name string) (findings.Framework, error) {
	bare, version, versioned := strings.Cut(name, "@")
	for _, f := range slices.Backward(All()) {
		if f.Name == bare && (!versioned || f.Version == version || strings.HasPrefix(f.Version, version+".")) {
			return f, nil
		}
	}
	return findings.Framework{}, &UnknownFrameworkError{Name: name}
}

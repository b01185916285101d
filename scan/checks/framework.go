package checks

import (
	"slices"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/frameworks"
)

// Frameworks returns every framework, its controls reduced to the checks that are registered, sorted by name, older versions
// first.
func Frameworks() []findings.Framework {
	all := make([]findings.Framework, 0, len(frameworks.All()))
	for _, f := range frameworks.All() {
		all = append(all, registeredOf(f))
	}
	return all
}

// FindFrameworks returns the frameworks that are named, such as "cis@7.0.0" or "fsbp", each once and in the order of
// Frameworks. A name that is none is a *frameworks.UnknownFrameworkError.
func FindFrameworks(names ...string) ([]findings.Framework, error) {
	asked := map[string]bool{}
	for _, name := range names {
		f, err := frameworks.Find(name)
		if err != nil {
			return nil, err
		}
		asked[f.String()] = true
	}
	return slices.DeleteFunc(Frameworks(), func(f findings.Framework) bool { return !asked[f.String()] }), nil
}

func registeredOf(f findings.Framework) findings.Framework {
	reduced := make([]findings.Control, len(f.Controls))
	for i, c := range f.Controls {
		reduced[i] = findings.Control{ID: c.ID, Basis: c.Basis}
		for _, id := range c.Checks {
			if registry[id] != nil {
				reduced[i].Checks = append(reduced[i].Checks, id)
			}
		}
	}
	f.Controls = reduced
	return f
}

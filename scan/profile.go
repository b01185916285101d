package scan

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// profilesText has one row for each check and each threshold of a profile; checks have no value. Checks come from published
// mappings to CIS AWS Foundations 7.0, the AWS Foundational Security Best Practices standard and PCI DSS 4.0.1, numbers from
// the texts of these. The profile seed is what the articles and rule sets that orgscan began with ask for.
//
//go:embed profiles.csv
var profilesText string

// Profile is a named selection of checks with its thresholds.
type Profile struct {
	// Checks are ids; some may belong to checks that this version does not have.
	Checks []string
	// Thresholds are numbers by the name that the configuration file gives them.
	Thresholds map[string]int
}

// UnknownProfileError says that there is no profile of that name.
type UnknownProfileError struct{ Name string }

// Error names the profile.
func (e *UnknownProfileError) Error() string { return fmt.Sprintf("unknown profile %q", e.Name) }

// Hint lists the profiles.
func (e *UnknownProfileError) Hint() string { return "one of: " + strings.Join(Profiles(), ", ") }

// Profiles returns the names of the profiles, sorted.
func Profiles() []string { return slices.Sorted(maps.Keys(profiles)) }

// FindProfile returns the profile of that name, or an *UnknownProfileError. Callers do not change it.
func FindProfile(name string) (*Profile, error) {
	p, ok := profiles[name]
	if !ok {
		return nil, &UnknownProfileError{Name: name}
	}
	return p, nil
}

var profiles = readProfiles()

func readProfiles() map[string]*Profile {
	rows, err := csv.NewReader(strings.NewReader(profilesText)).ReadAll()
	if err != nil {
		panic(err)
	}
	out := map[string]*Profile{}
	for _, row := range rows[1:] {
		p := out[row[0]]
		if p == nil {
			p = &Profile{Thresholds: map[string]int{}}
			out[row[0]] = p
		}
		if row[2] == "" {
			p.Checks = append(p.Checks, row[1])
			continue
		}
		if p.Thresholds[row[1]], err = strconv.Atoi(row[2]); err != nil {
			panic(err)
		}
	}
	return out
}

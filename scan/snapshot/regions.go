package snapshot

import "slices"

// Regions says which Regions an account may use and which of them were looked at. Both are sorted.
type Regions struct {
	// All are the Regions that AWS lists for the account.
	All []Region `json:"all"`
	// Chosen are the Regions that were asked for by name; empty means all that are enabled.
	Chosen []string `json:"chosen,omitempty"`
}

// Region is a Region and whether the account may use it.
type Region struct {
	Name string `json:"name"`
	// Status is ENABLED, ENABLED_BY_DEFAULT, ENABLING, DISABLING or DISABLED.
	Status string `json:"status"`
}

// Enabled reports whether the account can have something in the Region. A Region that is being enabled or disabled can.
func (r Region) Enabled() bool { return r.Status != "DISABLED" }

// OptedIn reports whether somebody enabled the Region, or is about to enable or disable it; other Regions are there from
// the start.
func (r Region) OptedIn() bool { return r.Enabled() && r.Status != "ENABLED_BY_DEFAULT" }

// Scanned returns the Regions that regional sections look at: the enabled ones, and of them the chosen ones if any were.
// A chosen Region that is off in the account is no gap.
func (r *Regions) Scanned() []string {
	names := r.Enabled()
	if len(r.Chosen) == 0 {
		return names
	}
	return slices.DeleteFunc(names, func(name string) bool { return !slices.Contains(r.Chosen, name) })
}

// Enabled returns the Regions in which the account can have something, looked at or not.
func (r *Regions) Enabled() []string {
	var names []string
	for _, region := range r.All {
		if region.Enabled() {
			names = append(names, region.Name)
		}
	}
	return names
}

// Unknown returns the first chosen Region that AWS does not list, not even as one that is off; empty when there is none.
func (r *Regions) Unknown() string {
	for _, name := range r.Chosen {
		if !slices.ContainsFunc(r.All, func(known Region) bool { return known.Name == name }) {
			return name
		}
	}
	return ""
}

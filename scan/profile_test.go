package scan_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan"
	"github.com/orgscan/orgscan/scan/checks"
)

func TestProfiles(t *testing.T) {
	if diff := cmp.Diff([]string{"cis", "fsbp", "pci", "seed"}, scan.Profiles()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	numbers := maps.Collect(checks.DefaultParams().Numbers())
	for _, name := range scan.Profiles() {
		p, err := scan.FindProfile(name)
		if err != nil {
			t.Fatal(err)
		}
		registered := 0
		for _, id := range p.Checks {
			if _, err := checks.Find(id); err == nil {
				registered++
			}
		}
		if registered < 10 || !slices.IsSorted(p.Checks) || len(slices.Compact(slices.Clone(p.Checks))) != len(p.Checks) {
			t.Errorf("%s: %d of %d checks are registered, or they are not sorted or there twice", name, registered, len(p.Checks))
		}
		for key, value := range p.Thresholds {
			if _, ok := numbers[key]; !ok || value < 1 {
				t.Errorf("%s: threshold %s is %d, which no check reads", name, key, value)
			}
		}
	}
	_, err := scan.FindProfile("iso")
	unknown, ok := errors.AsType[*scan.UnknownProfileError](err)
	if !ok || !strings.Contains(unknown.Hint(), "seed") {
		t.Errorf("error %v", err)
	}
}

func TestSelectionOfTheConfiguration(t *testing.T) {
	low := map[string]findings.Severity{"root-mfa-missing": findings.Low, "role-inline-policy": findings.Critical}
	tests := map[string]struct {
		selection scan.Selection
		in, out   []string
	}{
		"off":                   {scan.Selection{Off: []string{"root-*"}}, []string{"role-unused"}, []string{"root-mfa-missing"}},
		"on":                    {scan.Selection{On: []string{"role-inline-policy"}}, []string{"role-inline-policy", "role-unused"}, nil},
		"off-wins":              {scan.Selection{On: []string{"root-*"}, Off: []string{"root-*"}}, nil, []string{"root-mfa-missing"}},
		"a-named-check-wins":    {scan.Selection{Check: []string{"root-mfa-missing"}, Off: []string{"root-*"}, On: []string{"role-unused"}}, []string{"root-mfa-missing"}, []string{"role-unused"}},
		"skip-wins-over-on":     {scan.Selection{On: []string{"role-inline-policy"}, Skip: []string{"role-*"}}, nil, []string{"role-inline-policy"}},
		"profile":               {scan.Selection{Profile: []string{"root-mfa-missing", "no-such-check"}}, []string{"root-mfa-missing", "coverage-data-partial"}, []string{"role-unused"}},
		"profile-and-on":        {scan.Selection{Profile: []string{"root-mfa-missing"}, On: []string{"role-unused"}}, []string{"root-mfa-missing", "role-unused"}, nil},
		"all-checks-wins":       {scan.Selection{Profile: []string{"root-mfa-missing"}, All: true}, []string{"role-inline-policy"}, nil},
		"severities-come-first": {scan.Selection{All: true, Severity: findings.Critical, Override: low}, []string{"role-inline-policy"}, []string{"root-mfa-missing"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			plan, err := scan.NewPlan(test.selection)
			if err != nil {
				t.Fatal(err)
			}
			for _, id := range test.in {
				if !slices.Contains(plan.IDs(), id) {
					t.Errorf("%s is not selected", id)
				}
			}
			for _, id := range test.out {
				if slices.Contains(plan.IDs(), id) {
					t.Errorf("%s is selected", id)
				}
			}
		})
	}
}

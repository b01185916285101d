package frameworks_test

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/frameworks"
)

func TestFrameworks(t *testing.T) {
	want := []string{
		"cis@1.2.0", "cis@1.4.0", "cis@1.5.0", "cis@2.0.0", "cis@3.0.0", "cis@4.0.1", "cis@5.0.0", "cis@6.0.0", "cis@7.0.0",
		"fsbp@1.0.0", "iso27001@2022", "nist-800-53@r5", "pci-dss@4.0.1", "soc2@2017",
	}
	var got []string
	for _, f := range frameworks.All() {
		got = append(got, f.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// shapes are how the publishers write their identifiers.
var shapes = map[string]*regexp.Regexp{
	"cis":         regexp.MustCompile(`^[12]\.\d{1,2}(\.\d)?$`),
	"fsbp":        regexp.MustCompile(`^(Account|IAM|KMS)\.\d{1,2}$`),
	"iso27001":    regexp.MustCompile(`^A\.[58]\.\d{1,2}$`),
	"nist-800-53": regexp.MustCompile(`^[A-Z]{2}-\d{1,2}(\((\d{1,2}|[a-z])\))?$`),
	"pci-dss":     regexp.MustCompile(`^A?\d{1,2}(\.\d{1,2}){2,3}$`),
	"soc2":        regexp.MustCompile(`^CC\d\.\d$`),
}

func TestControls(t *testing.T) {
	check := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)+$`)
	for _, f := range frameworks.All() {
		seen := map[string]bool{}
		for _, c := range f.Controls {
			if !shapes[f.Name].MatchString(c.ID) || seen[c.ID] {
				t.Errorf("%s: control %q is there twice or not written as its publisher does", f, c.ID)
			}
			seen[c.ID] = true
			if !slices.IsSorted(c.Checks) || len(slices.Compact(slices.Clone(c.Checks))) != len(c.Checks) {
				t.Errorf("%s %s: checks %v are not sorted or there twice", f, c.ID, c.Checks)
			}
			for _, id := range c.Checks {
				if !check.MatchString(id) {
					t.Errorf("%s %s: check %q", f, c.ID, id)
				}
			}
		}
	}
}

// TestKnownPairs holds a few pairs that anyone can look up at the publisher.
func TestKnownPairs(t *testing.T) {
	for check, want := range map[string][]string{
		"root-access-key-present": {"cis@1.2.0:1.12", "cis@1.4.0:1.4", "cis@5.0.0:1.3", "cis@7.0.0:2.4", "fsbp@1.0.0:IAM.4"},
		"root-mfa-not-hardware":   {"cis@1.2.0:1.14", "cis@3.0.0:1.6", "cis@7.0.0:2.6", "fsbp@1.0.0:IAM.6"},
		"user-access-key-old":     {"cis@1.2.0:1.4", "cis@3.0.0:1.14", "fsbp@1.0.0:IAM.3"},
		"user-inactive":           {},
	} {
		got := frameworks.ControlsOf(check)
		for _, control := range want {
			if !slices.Contains(got, control) {
				t.Errorf("%s does not answer for %s: %v", check, control, got)
			}
		}
		if slices.Contains(got, "fsbp@1.0.0:IAM.8") {
			t.Errorf("%s: nobody published that it answers for IAM.8", check)
		}
	}
}

// TestDerivedIsNotShown wants no control on a finding whose mapping nobody published.
func TestDerivedIsNotShown(t *testing.T) {
	derived := 0
	for _, f := range frameworks.All() {
		for _, c := range f.Controls {
			if c.Basis == findings.Published {
				continue
			}
			derived++
			for _, check := range c.Checks {
				if slices.Contains(frameworks.ControlsOf(check), f.String()+":"+c.ID) {
					t.Errorf("%s carries %s %s, which is %s", check, f, c.ID, c.Basis)
				}
			}
		}
	}
	if derived == 0 {
		t.Error("no control is derived: nothing was tested")
	}
}

func TestFind(t *testing.T) {
	for name, want := range map[string]string{
		"cis": "cis@7.0.0", "cis@7": "cis@7.0.0", "cis@7.0": "cis@7.0.0", "cis@1": "cis@1.5.0", "cis@4.0.1": "cis@4.0.1", "fsbp": "fsbp@1.0.0",
		"nist-800-53@r5": "nist-800-53@r5",
	} {
		if f, err := frameworks.Find(name); err != nil || f.String() != want {
			t.Errorf("%s is %s, error %v; want %s", name, f, err, want)
		}
	}
	for _, name := range []string{"", "CIS", "cis@", "cis@8", "cis@7.", "cis@7.0.0.0", "cis@4.0.1 ", "cis@1.2.", "hipaa", "@7.0.0"} {
		_, err := frameworks.Find(name)
		unknown, ok := errors.AsType[*frameworks.UnknownFrameworkError](err)
		if !ok || unknown.Name != name {
			t.Errorf("%q: error %v", name, err)
			continue
		}
		if hint := unknown.Hint(); !strings.Contains(hint, "cis@1.2.0, ") || !strings.HasSuffix(hint, "soc2@2017") {
			t.Errorf("hint %q", hint)
		}
	}
}

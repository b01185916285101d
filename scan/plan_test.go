package scan_test

import (
	"slices"
	"testing"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan"
	"github.com/orgscan/orgscan/scan/checks"
)

// TestFrameworkSelection wants exactly the checks of the frameworks, whether they are on by default or not.
func TestFrameworkSelection(t *testing.T) {
	asked, err := checks.FindFrameworks("cis", "nist-800-53")
	if err != nil {
		t.Fatal(err)
	}
	want := append(asked[0].Checks(), asked[1].Checks()...)
	slices.Sort(want)
	want = slices.Compact(want)
	plan := planFor(t, scan.Selection{Framework: []string{"nist-800-53", "cis@7"}, OrgWide: true})
	if !slices.Equal(plan.IDs(), want) {
		t.Errorf("checks %v, want %v", plan.IDs(), want)
	}
	if names := []string{"cis@7.0.0", "nist-800-53@r5"}; !slices.Equal(plan.Frameworks, names) {
		t.Errorf("frameworks %v, want %v", plan.Frameworks, names)
	}
	if !slices.ContainsFunc(plan.Checks, func(c *checks.Check) bool { return c.OffByDefault }) {
		t.Error("no check of the frameworks is off by default: the case proves too little")
	}
}

func TestFrameworkNarrows(t *testing.T) {
	for name, c := range map[string]struct {
		selection scan.Selection
		want      []string
	}{
		"check":    {scan.Selection{Framework: []string{"cis"}, Check: []string{"root-mfa-*", "root-recently-used", "group-empty"}}, []string{"root-mfa-missing", "root-mfa-not-hardware", "root-recently-used"}},
		"skip":     {scan.Selection{Framework: []string{"cis"}, Check: []string{"root-*"}, Skip: []string{"root-mfa-*"}}, []string{"root-access-key-present", "root-recently-used"}},
		"severity": {scan.Selection{Framework: []string{"cis"}, Check: []string{"root-*"}, Severity: findings.Critical}, []string{"root-access-key-present", "root-mfa-missing"}},
	} {
		t.Run(name, func(t *testing.T) {
			c.selection.OrgWide = true
			if got := planFor(t, c.selection).IDs(); !slices.Equal(got, c.want) {
				t.Errorf("checks %v, want %v", got, c.want)
			}
		})
	}
}

func planFor(t *testing.T, s scan.Selection) *scan.Plan {
	t.Helper()
	plan, err := scan.NewPlan(s)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// TestWhoseSSHKeys wants every user asked only where somebody asked for it or a check speaks of all users.
func TestWhoseSSHKeys(t *testing.T) {
	for name, c := range map[string]struct {
		selection scan.Selection
		want      string
	}{
		"nobody":      {scan.Selection{Check: []string{"root-mfa-missing"}}, ""},
		"empty-users": {scan.Selection{Check: []string{"user-without-credentials"}}, "empty-users"},
		"default":     {scan.Selection{}, "empty-users"},
		"with":        {scan.Selection{Check: []string{"root-mfa-missing"}, With: []string{"ssh-keys"}}, "all"},
		"check":       {scan.Selection{Check: []string{"user-ssh-key-old"}}, "all"},
		"both-checks": {scan.Selection{Check: []string{"user-without-credentials", "user-ssh-key-old"}}, "all"},
		"everything":  {scan.Selection{All: true}, "all"},
	} {
		t.Run(name, func(t *testing.T) {
			plan := planFor(t, c.selection)
			if plan.SSHKeys != c.want {
				t.Errorf("asked of %q, want %q", plan.SSHKeys, c.want)
			}
			if needed := slices.Contains(plan.Actions, "iam:ListSSHPublicKeys"); needed != (c.want != "") {
				t.Errorf("the action is planned: %v", needed)
			}
		})
	}
}

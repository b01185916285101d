package scan_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/scan"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// TestSectionsFollowTheChecks asks about those principals alone that a selected check judges.
func TestSectionsFollowTheChecks(t *testing.T) {
	for name, c := range map[string]struct {
		selection scan.Selection
		asked     string
		sections  []snapshot.Section
	}{
		"default":  {scan.Selection{}, "", nil},
		"users":    {scan.Selection{Check: []string{"user-service-access-unused"}}, "users", []snapshot.Section{snapshot.SectionLastAccessed}},
		"admins":   {scan.Selection{Check: []string{"admin-used-for-daily-work"}}, "users", []snapshot.Section{snapshot.SectionLastAccessed}},
		"roles":    {scan.Selection{Check: []string{"role-service-access-unused"}}, "roles", []snapshot.Section{snapshot.SectionLastAccessed}},
		"with":     {scan.Selection{Check: []string{"root-*"}, With: []string{"last-accessed"}}, "users,roles", []snapshot.Section{snapshot.SectionLastAccessed}},
		"events":   {scan.Selection{Check: []string{"event-root-login"}}, "", []snapshot.Section{snapshot.SectionEvents}},
		"machines": {scan.Selection{Check: []string{"ec2-instance-without-role"}}, "", []snapshot.Section{snapshot.SectionInstances}},
		"certs":    {scan.Selection{Check: []string{"server-cert-*"}}, "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			plan := planFor(t, c.selection)
			if plan.LastAccessed != c.asked {
				t.Errorf("asks for the last access of %q, want %q", plan.LastAccessed, c.asked)
			}
			mine := []snapshot.Section{snapshot.SectionEvents, snapshot.SectionLastAccessed, snapshot.SectionInstances, snapshot.SectionLoadBalancers}
			got := slices.DeleteFunc(slices.Clone(plan.Sections), func(s snapshot.Section) bool { return !slices.Contains(mine, s) })
			if !slices.Equal(got, c.sections) {
				t.Errorf("sections %v, want %v", got, c.sections)
			}
		})
	}
}

// TestSavedSnapshotsThatAreTooShallow judges saved snapshots by checks that want more than was collected: never a PASS.
func TestSavedSnapshotsThatAreTooShallow(t *testing.T) {
	o, _ := fixtures.Generate(fixtures.Spec{Accounts: 3, Plants: []string{}})
	first := &world{simulated: simulate(t, o), selection: scan.Selection{Check: []string{"event-root-login", "user-service-access-unused"}}}
	saved := first.virtual(t)
	for name, c := range map[string]struct {
		selection scan.Selection
		check     string
		want      findings.Status
	}{
		"as-before":      {scan.Selection{Check: []string{"event-*"}}, "event-root-login", findings.Pass},
		"shorter-window": {scan.Selection{Check: []string{"event-*"}, EventsWindow: time.Hour}, "event-root-login", findings.Pass},
		"longer-window":  {scan.Selection{Check: []string{"event-*"}, EventsWindow: 25 * time.Hour}, "event-root-login", findings.Unknown},
		"roles-too":      {scan.Selection{Check: []string{"*-service-access-unused"}}, "role-service-access-unused", findings.Unknown},
		"users-again":    {scan.Selection{Check: []string{"user-service-access-unused"}}, "user-service-access-unused", findings.Pass},
	} {
		t.Run(name, func(t *testing.T) {
			again := &world{simulated: first.simulated, selection: c.selection}
			organization, err := saved.ReadOrganization()
			if err != nil {
				t.Fatal(err)
			}
			source, err := scan.Saved([]*scan.Directory{saved})
			if err != nil {
				t.Fatal(err)
			}
			_, d := run(t, t.Context(), again.finish(t, filepath.Join(t.TempDir(), "again"), organization, again.plan(t), source))
			for _, f := range all(t, d) {
				if f.Check == c.check && f.Status != c.want && f.Status != findings.NotApplicable {
					t.Errorf("account %s: %s %q, want %s", f.Account, f.Status, f.Message, c.want)
				}
				if f.Status == findings.Unknown && f.Unknown.Cause != findings.NotCollected {
					t.Errorf("account %s: unknown for %+v", f.Account, *f.Unknown)
				}
			}
		})
	}
}

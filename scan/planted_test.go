package scan_test

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/scan"
	"github.com/orgscan/orgscan/scan/checks"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// line is what planted truth and findings are compared by.
type line struct{ Account, Status, Severity, Check, Resource, Detail, Cause, Action, Code string }

func compareLines(a, b line) int {
	return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Check, b.Check), cmp.Compare(a.Resource, b.Resource),
		cmp.Compare(a.Detail, b.Detail), cmp.Compare(a.Status, b.Status))
}

func lineOf(f findings.Finding) line {
	l := line{
		Account: f.Account, Status: f.Status.String(), Severity: f.Severity.String(), Check: f.Check, Resource: f.Resource, Detail: f.Detail,
	}
	if f.Unknown != nil {
		l.Cause, l.Action, l.Code = string(f.Unknown.Cause), f.Unknown.Action, f.Unknown.Code
	}
	return l
}

// reported are the lines of a run that need an explanation: everything but PASS and NOT_APPLICABLE.
func reported(t *testing.T, d *scan.Directory) []line {
	var lines []line
	for _, f := range all(t, d) {
		if !f.Status.Summarised() {
			lines = append(lines, lineOf(f))
		}
	}
	return lines
}

// truth turns what was planted into the lines of a sweep. In accounts of which something cannot be read, every check that
// needs it is UNKNOWN instead of its listed line; which sections that are is planted too, as lines of the coverage checks.
func truth(o *fixtures.Organization, expected []fixtures.Expected, selected []*checks.Check) []line {
	lines := append(organizationLines(o), attestations(o, expected)...)
	lost := lostSections(expected)
	for _, c := range selected {
		for account, sections := range lost {
			if by, ok := hides(c, sections); ok && speaksOf(c, o, account) {
				lines = append(lines, line{
					Account: account, Status: "UNKNOWN", Severity: c.Severity.String(), Check: c.ID,
					Resource: "arn:aws:iam::" + account + ":root", Cause: "denied", Action: by.Action, Code: by.Code,
				})
			}
		}
		for _, e := range expected {
			if _, hidden := hides(c, lost[e.Account]); e.Check == c.ID && !hidden {
				lines = append(lines, line{
					e.Account, e.Status, e.Severity, e.Check, e.Resource, e.Detail, e.Cause, e.Action, e.Code,
				})
			}
		}
	}
	slices.SortFunc(lines, compareLines)
	return lines
}

// organizationLines are what every organization reports whatever is planted: the questions that only people can answer, and
// inventories of what no list approves.
func organizationLines(o *fixtures.Organization) []line {
	info := func(status, check, resource, detail string) line {
		return line{Account: o.ManagementID, Status: status, Severity: "info", Check: check, Resource: resource, Detail: detail}
	}
	root := "arn:aws:iam::" + o.ManagementID + ":root"
	organization := "arn:aws:organizations::" + o.ManagementID + ":organization/" + o.ID
	lines := []line{
		info("MANUAL", "root-multi-person-approval", root, ""),
		info("FAIL", "saml-provider-unapproved", root, "inventory"),
		info("FAIL", "org-delegated-admin-unapproved", organization, "inventory"),
		info("FAIL", "org-trusted-access-unapproved", organization, "inventory"),
	}
	if o.IdentityCenter != nil && o.IdentityCenter.Status == "" {
		lines = append(lines, info("FAIL", "sso-management-account-assignment", organization, "inventory"))
	}
	return lines
}

// speaksOf reports whether the check concerns the account at all.
func speaksOf(c *checks.Check, o *fixtures.Organization, account string) bool {
	known := &snapshot.Organization{ID: o.ID, ManagementID: o.ManagementID, IdentityCenter: centerOf(o)}
	return c.Scope == nil || c.Scope(known, checks.DefaultParams(), account) == ""
}

// centerOf is what the scope of checks depends on of IAM Identity Center.
func centerOf(o *fixtures.Organization) *snapshot.IdentityCenter {
	if o.IdentityCenter == nil {
		return nil
	}
	c := &snapshot.IdentityCenter{Instance: &snapshot.IdentityCenterInstance{Status: "ACTIVE"}}
	for _, s := range o.IdentityCenter.PermissionSets {
		c.PermissionSets = append(c.PermissionSets, snapshot.PermissionSet{SessionSeconds: 4 * 3600, Provisioned: s.Provisioned})
	}
	return c
}

// everything stands for all sections of an account that cannot be entered.
const everything snapshot.Section = "*"

// lostSections returns by account the sections that cannot be read there, with the line that blames an action.
func lostSections(expected []fixtures.Expected) map[string]map[snapshot.Section]fixtures.Expected {
	lost := map[string]map[snapshot.Section]fixtures.Expected{}
	for _, e := range expected {
		section := snapshot.Section(e.Detail)
		switch e.Check {
		case "coverage-account-failed":
			section = everything
		case "coverage-data-partial":
			if !slices.Contains(slices.Concat(snapshot.Default(), snapshot.OptIn()), section) {
				continue
			}
		default:
			continue
		}
		if lost[e.Account] == nil {
			lost[e.Account] = map[snapshot.Section]fixtures.Expected{}
		}
		lost[e.Account][section] = e
	}
	return lost
}

// hides returns the line of the action whose denial keeps a check from being evaluated.
func hides(c *checks.Check, lost map[snapshot.Section]fixtures.Expected) (fixtures.Expected, bool) {
	if c.Group == "coverage" && len(c.Needs) == 0 {
		return fixtures.Expected{}, false // the coverage checks judge what is missing, and their lines are planted
	}
	if c.OrgWide() && c.Extract == nil {
		return fixtures.Expected{}, false
	}
	if by, ok := lost[everything]; ok {
		return by, true
	}
	for _, section := range c.Needs {
		if by, ok := lost[section]; ok {
			return by, true
		}
	}
	return fixtures.Expected{}, false
}

// everyPlanted selects every check but the one that wants administrators, who are findings themselves, the one that
// compares names of users, because a plant that stands in two accounts has one name, and the one that compares accounts,
// because every plant makes its account differ from the others.
func everyPlanted() scan.Selection {
	return scan.Selection{All: true, Skip: []string{"account-too-few-admins", "xacct-outlier-account", "xacct-shared-user"}}
}

// TestPlantedTruth sweeps an organization of 200 accounts and finds exactly what was planted, whatever the concurrency and
// page size, live and saved.
func TestPlantedTruth(t *testing.T) {
	o, expected := fixtures.Generate(fixtures.Spec{Accounts: 200, Seed: 7})
	w := &world{simulated: simulate(t, o), selection: everyPlanted()}
	first := w.virtual(t)
	want := truth(o, expected, w.plan(t).Checks)
	got := reported(t, first)
	slices.SortFunc(got, compareLines)
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("lines (-planted +reported):\n%s", diff)
	}
	for _, v := range []struct{ concurrency, pageSize int }{{1, 1000}, {32, 7}} {
		t.Run(fmt.Sprintf("concurrency-%d-page-size-%d", v.concurrency, v.pageSize), func(t *testing.T) {
			again := &world{
				simulated: simulate(t, o, fixtures.WithPageSize(v.pageSize)), selection: w.selection, concurrency: v.concurrency,
			}
			sameRun(t, first, again.virtual(t))
		})
	}
	t.Run("saved", func(t *testing.T) { sameRun(t, first, replay(t, w, first)) })
}

// TestPageSizeOne reads everything one item a page.
func TestPageSizeOne(t *testing.T) {
	o, _ := fixtures.Generate(fixtures.Spec{Accounts: 20, Seed: 3})
	want := (&world{simulated: simulate(t, o)}).virtual(t)
	got := (&world{simulated: simulate(t, o, fixtures.WithPageSize(1))}).virtual(t)
	sameRun(t, want, got)
}

// replay judges the saved snapshots of a run.
func replay(t *testing.T, w *world, from *scan.Directory) *scan.Directory {
	t.Helper()
	o, err := from.ReadOrganization()
	if err != nil {
		t.Fatal(err)
	}
	source, err := scan.Saved([]*scan.Directory{from})
	if err != nil {
		t.Fatal(err)
	}
	_, d := run(t, t.Context(), w.finish(t, filepath.Join(t.TempDir(), "saved"), o, w.plan(t), source))
	return d
}

// sameRun compares two runs byte by byte: the organization, every snapshot and the findings.
func sameRun(t *testing.T, want, got *scan.Directory) {
	t.Helper()
	wantFiles, gotFiles := hashes(t, want), hashes(t, got)
	if diff := gocmp.Diff(wantFiles, gotFiles); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
		if diff := gocmp.Diff(all(t, want), all(t, got)); diff != "" {
			t.Errorf("findings (-want +got):\n%s", diff)
		}
	}
}

func hashes(t *testing.T, d *scan.Directory) map[string]string {
	t.Helper()
	sums, err := d.Hashes()
	if err != nil {
		t.Fatal(err)
	}
	if len(sums) < 3 {
		t.Fatalf("%s holds only %d files", d.Path, len(sums))
	}
	return sums
}

const (
	needsConfiguration = "needs configuration: its fixture has the cases"
	acrossAccounts     = "concerns more than one account: TestPlantedPaths"
	wholeOrganization  = "concerns more than one account: TestPlantedOrganization"
)

// exempt are the checks that no plant causes, with the reason.
var exempt = map[string]string{
	"access-analyzer-unused-missing":    wholeOrganization,
	"account-too-few-admins":            "administrators are findings, so the background has none: its fixture has the cases",
	"assertion-failed":                  needsConfiguration,
	"break-glass-missing":               needsConfiguration,
	"break-glass-unprotected":           needsConfiguration,
	"break-glass-untested":              needsConfiguration,
	"break-glass-used":                  needsConfiguration,
	"monitor-cloudtrail-missing":        wholeOrganization,
	"org-account-outside":               needsConfiguration,
	"org-billing-transfer-external":     wholeOrganization,
	"org-all-features-disabled":         wholeOrganization,
	"org-delegated-admin-stale":         wholeOrganization,
	"org-delegated-admin-unapproved":    "every organization has it: organizationLines",
	"org-delegation-policy-broad":       wholeOrganization,
	"org-rcp-missing":                   wholeOrganization,
	"org-root-management-disabled":      wholeOrganization,
	"org-root-sessions-disabled":        wholeOrganization,
	"org-scp-allow-list-gap":            wholeOrganization,
	"org-scp-disabled":                  wholeOrganization,
	"org-trusted-access-unapproved":     "every organization has it: organizationLines",
	"coverage-credential-report-stale":  "AWS withdraws reports after four hours: its fixture has the cases",
	"root-email-not-group-address":      needsConfiguration,
	"role-boundary-missing":             needsConfiguration,
	"exception-expired":                 "judges the exceptions file: its fixture and fixtures/scripts/exceptions.txtar have the cases",
	"exception-invalid":                 "judges the exceptions file: its fixture and fixtures/scripts/exceptions.txtar have the cases",
	"exception-unused":                  "judges the exceptions file: its fixture and fixtures/scripts/exceptions.txtar have the cases",
	"root-multi-person-approval":        "every organization has it: organizationLines",
	"chain-cross-account-to-admin":      acrossAccounts,
	"chain-deployment-hub":              acrossAccounts,
	"mgmt-reachable-from-member":        acrossAccounts,
	"xacct-outlier-account":             acrossAccounts,
	"xacct-role-name-collision-admin":   acrossAccounts,
	"xacct-shared-user":                 acrossAccounts,
	"sso-admin-assigned-to-user":        wholeOrganization,
	"sso-admin-permission-set":          wholeOrganization,
	"sso-management-account-assignment": "every organization has it: organizationLines",
	"sso-not-enabled":                   wholeOrganization,
	"sso-orphan-assignment":             wholeOrganization,
	"sso-permission-set-privesc":        "needs a permission set that is one step from all permissions: its fixture has the cases",
	"sso-permission-set-unused":         wholeOrganization,
	"sso-session-too-long":              wholeOrganization,
	"trust-former-member":               "needs another account that is suspended: its fixture and the demo have the cases",
}

// TestPlantedOrExempt wants every registered check planted, or exempt with a reason that still holds.
func TestPlantedOrExempt(t *testing.T) {
	planted := map[string]bool{}
	_, expected := fixtures.Generate(fixtures.Spec{Accounts: 200, Seed: 7})
	for _, e := range expected {
		planted[e.Check] = true
	}
	for _, c := range checks.All() {
		reason, spared := exempt[c.ID]
		if planted[c.ID] == spared {
			t.Errorf("check %s: planted %v, exempt %v (%s)", c.ID, planted[c.ID], spared, reason)
		}
	}
}

// TestThrottledGenerate throttles Generate for ever: a report that still stands is used, one that AWS has withdrawn makes
// the section missing, never the credentials clean.
func TestThrottledGenerate(t *testing.T) {
	for age, want := range map[time.Duration]findings.CoverageState{3 * time.Hour: findings.Complete, 5 * time.Hour: findings.Partial} {
		o, _ := fixtures.Generate(fixtures.Spec{Accounts: 2, Plants: []string{}})
		o.Accounts[1].ReportAge = age
		w := &world{
			simulated: simulate(t, o, fixtures.WithFaults(
				fixtures.Fault{Action: "iam:GenerateCredentialReport", From: 1, Kind: fixtures.Throttle})),
			timeout: 15 * time.Minute,
		}
		d := w.virtual(t)
		r, err := d.ReadRun()
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range r.Coverage {
			if c.Account == o.Accounts[1].ID && c.State != want {
				t.Errorf("a report %v old: %s %+v, want %s", age, c.State, c.Reasons, want)
			}
		}
	}
}

// TestHostileNames carries names that terminals, spreadsheets and browsers obey from AWS to the findings, unchanged in the
// snapshot and one line each in the findings.
func TestHostileNames(t *testing.T) {
	o, _ := fixtures.Generate(fixtures.Spec{Accounts: 4, Plants: []string{}})
	names := []string{
		"=cmd|' /C calc'!A0", "<script>alert(1)</script>", "\x1b[31mred\x1b]8;;http://x\x07", "two\nlines\r\n", strings.Repeat("m", 300) + "@example.com",
	}
	a := o.Accounts[1]
	a.Name, a.Email = names[2]+names[3], names[4]
	o.Accounts[2].Name = names[0]
	o.Accounts[3].Name = names[1]
	d := (&world{simulated: simulate(t, o)}).virtual(t)
	saved, err := d.ReadOrganization()
	if err != nil {
		t.Fatal(err)
	}
	if got := saved.Account(a.ID); got.Name != a.Name || got.Email != a.Email {
		t.Errorf("saved as %q %q, want %q %q", got.Name, got.Email, a.Name, a.Email)
	}
	lines := strings.Split(strings.TrimSuffix(read(t, d, "findings.jsonl"), "\n"), "\n")
	if findings := all(t, d); len(lines) != len(findings) {
		t.Errorf("%d findings on %d lines", len(findings), len(lines))
	}
}

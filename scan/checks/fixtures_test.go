package checks_test

import (
	"flag"
	"path/filepath"
	"strings"
	"testing"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/checks"
)

var update = flag.Bool("update", false, "rewrite the expected output of the fixtures")

const fixturesDir = "../../fixtures/checks"

// exemption is a property that a check cannot have, and why.
type exemption struct {
	// outcomes replaces PASS and FAIL as the outcomes that the cases must show.
	outcomes []findings.Status
	// readsMissing is true for checks that judge what is missing, so that removing a section rightly changes their output.
	readsMissing bool
	reason       string
}

var exemptions = map[string]exemption{
	"account-contact-details-missing": {
		outcomes: []findings.Status{findings.Fail, findings.Manual},
		reason:   "no API says whether complete details are true",
	},
	"aam-admin-entitlement": {
		outcomes: []findings.Status{findings.Pass, findings.Manual},
		reason:   "the entitlements cannot be read: a person must look",
	},
	"coverage-account-failed": {
		outcomes: []findings.Status{findings.Pass, findings.Unknown}, readsMissing: true,
		reason: "what could not be looked at is UNKNOWN, never FAIL; TestCoverage proves what removing sections does",
	},
	"coverage-data-partial": {
		outcomes: []findings.Status{findings.Pass, findings.Unknown}, readsMissing: true,
		reason: "what could not be looked at is UNKNOWN, never FAIL; TestCoverage proves what removing sections does",
	},
	"root-multi-person-approval": {
		outcomes: []findings.Status{findings.Manual},
		reason:   "no API says who shares the root user's password",
	},
	"root-password-old": {
		outcomes: []findings.Status{findings.Pass, findings.Fail, findings.Manual},
		reason:   "AWS may withhold the date; then a person must look",
	},
}

func (e exemption) want() []findings.Status {
	if e.outcomes != nil {
		return e.outcomes
	}
	return []findings.Status{findings.Pass, findings.Fail}
}

// TestFixtures holds every check to the same eight properties. A check's author writes fixtures/checks/ID.txtar, runs
// `go test ./scan/checks -run 'TestFixtures/ID$' -update` and reviews the diff.
func TestFixtures(t *testing.T) {
	for _, c := range checks.All() {
		t.Run(c.ID, func(t *testing.T) {
			a := loadArchive(t, c.ID)
			a.compare(t, c)
			if !t.Failed() {
				holdProperties(t, c, a)
			}
		})
	}
}

func holdProperties(t testing.TB, c *checks.Check, a *archive) {
	outcomesShown(t, c, a)
	needsAreRequired(t, c, a)
	nothingElseIsRead(t, c, a)
	usesOnlyTakeAway(t, c, a)
	usesOnlyAdd(t, c, a)
	needsMatter(t, c, a)
	orderIsIrrelevant(t, c, a)
	inputIsUnchanged(t, c, a)
	fingerprintsDiffer(t, c, a)
}

func TestEachFixtureBelongsToACheck(t *testing.T) {
	known := map[string]bool{}
	for _, c := range checks.All() {
		known[c.ID] = true
	}
	files, err := filepath.Glob(filepath.Join(fixturesDir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures in %s: %v", fixturesDir, err)
	}
	for _, file := range files {
		if id := strings.TrimSuffix(filepath.Base(file), ".txtar"); !known[id] {
			t.Errorf("%s belongs to no check", file)
		}
	}
	for id, e := range exemptions {
		if !known[id] || e.reason == "" {
			t.Errorf("the exemption of %q names no check or has no reason", id)
		}
	}
}

// outcomesShown demands that a reader of the fixture sees the check pass and fail; UNKNOWN follows from the needs.
func outcomesShown(t testing.TB, c *checks.Check, a *archive) {
	shown := map[findings.Status]bool{}
	for _, name := range a.cases {
		for _, f := range a.load(t, name).run(c) {
			shown[f.Status] = true
		}
	}
	for _, status := range exemptions[c.ID].want() {
		if !shown[status] {
			t.Errorf("no case shows %s", status)
		}
	}
}

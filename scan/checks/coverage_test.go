package checks_test

import (
	"testing"
	"time"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/checks"
	"github.com/orgscan/orgscan/scan/snapshot"
)

func coverage(t *testing.T, id string, in checks.Input) []findings.Finding {
	t.Helper()
	selected, err := checks.Find(id)
	if err != nil {
		t.Fatal(err)
	}
	found, _ := checks.Evaluate(selected, in)
	return found
}

// TestCoverage proves what the runner's properties leave out for checks that judge what is missing: each section, removed
// alone, makes coverage-data-partial name it, and only the identity makes coverage-account-failed speak.
func TestCoverage(t *testing.T) {
	for _, section := range accountSections() {
		t.Run(string(section), func(t *testing.T) {
			in := accountInput()
			in.Account.Miss(section, reasonFor(section))
			oneUnknown(t, "partial", coverage(t, "coverage-data-partial", in), fixtureAccount, "", section)
			whole := coverage(t, "coverage-account-failed", in)
			if section == snapshot.SectionIdentity {
				oneUnknown(t, "failed", whole, fixtureAccount, "", section)
				return
			}
			if len(whole) != 1 || whole[0].Status != findings.Pass {
				t.Errorf("one missing section makes the account failed: %s", lines(whole))
			}
		})
	}
}

// TestCoverageWithOneSectionLeft draws the line between partial and failed.
func TestCoverageWithOneSectionLeft(t *testing.T) {
	for _, left := range snapshot.Default() {
		t.Run(string(left), func(t *testing.T) {
			in := accountInput()
			for _, section := range snapshot.Default() {
				if section != left && section != snapshot.SectionIdentity {
					in.Account.Miss(section, reasonFor(section))
				}
			}
			want := findings.Pass
			if left == snapshot.SectionIdentity {
				want = findings.Unknown
			}
			got := coverage(t, "coverage-account-failed", in)
			if len(got) != 1 || got[0].Status != want {
				t.Errorf("got %s, want one %s", lines(got), want)
			}
			partial := coverage(t, "coverage-data-partial", in)
			for _, f := range partial {
				if f.Status != findings.Unknown {
					t.Errorf("missing sections, yet %s", render(f))
				}
			}
			if want == findings.Pass && len(partial) != len(snapshot.Default())-2 {
				t.Errorf("%d lines for %d missing sections", len(partial), len(snapshot.Default())-2)
			}
		})
	}
}

func TestReportOfUnknownAge(t *testing.T) {
	in := accountInput()
	in.Account.CredentialReport.Generated = time.Time{}
	got := coverage(t, "coverage-credential-report-stale", in)
	if len(got) != 1 || got[0].Status != findings.Unknown {
		t.Errorf("got %s, want one UNKNOWN", lines(got))
	}
}

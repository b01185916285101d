package collect_test

import (
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/scan/collect"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// regionalSections are the sections that ask in each Region.
var regionalSections = []snapshot.Section{
	snapshot.SectionAccessAnalyzer, snapshot.SectionRecorders, snapshot.SectionDetectors, snapshot.SectionRolesAnywhere,
}

// TestRegionDenied has a control policy that denies one Region: the regional sections are missing and name it, all else is
// there, and whoever chooses the other Regions loses nothing.
func TestRegionDenied(t *testing.T) {
	restricted := func() *fixtures.Account {
		a := member()
		a.DeniedRegions = []string{"eu-central-1"}
		return a
	}
	synctest.Test(t, func(t *testing.T) {
		for _, section := range regionalSections {
			got := newWorld(t, restricted()).accountWith(t.Context(), t, collect.Options{Sections: []snapshot.Section{section}})
			r, missing := got.Missing[section]
			if !missing || len(got.Missing) != 1 {
				t.Errorf("%s: missing %v", section, got.Missing)
			}
			const want = "in eu-central-1: access denied by an explicit deny in a service control policy"
			if r.Cause != findings.Denied || r.Code != "AccessDeniedException" || r.Message != want {
				t.Errorf("%s: %+v, want %q", section, r, want)
			}
		}
		chosen := newWorld(t, restricted()).accountWith(t.Context(), t, collect.Options{Sections: regionalSections, Regions: []string{"us-east-1"}})
		if len(chosen.Missing) > 0 {
			t.Errorf("missing although the Region was not chosen: %v", chosen.Missing)
		}
	})
}

// TestChosenRegionThatIsOff asks for a Region that the account has not enabled: nothing is there, and nothing is missing.
func TestChosenRegionThatIsOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, member())
		got := w.accountWith(t.Context(), t, collect.Options{Sections: regionalSections, Regions: []string{"ap-east-1"}})
		if len(got.Missing) > 0 || len(got.Regions.Scanned()) > 0 {
			t.Errorf("scanned %v, missing %v", got.Regions.Scanned(), got.Missing)
		}
		for _, action := range []string{
			"access-analyzer:ListAnalyzers", "config:DescribeConfigurationRecorders", "guardduty:ListDetectors", "rolesanywhere:ListTrustAnchors",
		} {
			if n := w.aws.Calls(accountID)[action]; n > 0 {
				t.Errorf("%d calls of %s", n, action)
			}
		}
	})
}

// TestCoveredRegionsAreNotAsked costs nothing where the organization's analyzers look already.
func TestCoveredRegionsAreNotAsked(t *testing.T) {
	for name, c := range map[string]struct {
		covered []string
		calls   int
	}{
		"none": {nil, 2}, "one": {[]string{"us-east-1"}, 1}, "all": {[]string{"us-east-1", "eu-central-1"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, member())
				w.accountWith(t.Context(), t, collect.Options{Sections: []snapshot.Section{snapshot.SectionAccessAnalyzer}, Covered: c.covered})
				if n := w.aws.Calls(accountID)["access-analyzer:ListAnalyzers"]; n != c.calls {
					t.Errorf("%d calls, want %d", n, c.calls)
				}
			})
		})
	}
}

// TestPart reads what the account keeps for the organization and nothing of the account itself.
func TestPart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, member())
		got := collect.Part(t.Context(), w.config(), accountID, collect.Options{
			Sections: []snapshot.Section{snapshot.SectionAnalyzerFindings}, OfOrganization: true,
		})
		want := &snapshot.AnalyzerFindings{Findings: []snapshot.AnalyzerFinding{{
			ID: "f-4", Analyzer: "arn:aws:access-analyzer:us-east-1:" + accountID + ":analyzer/all", Type: "ExternalAccess",
			Account: managementID, ResourceType: "AWS::S3::Bucket",
		}}}
		if diff := cmp.Diff(want, got.AnalyzerFindings); diff != "" {
			t.Error(diff)
		}
		calls := map[string]int{"account:ListRegions": 1, "access-analyzer:ListAnalyzers": 2, "access-analyzer:ListFindings": 2}
		if diff := cmp.Diff(calls, w.aws.Calls(accountID)); diff != "" {
			t.Errorf("calls (-want +got):\n%s", diff)
		}
	})
}

// TestNoRegions has an answer without any Region, which no account gives: nothing regional passes for looked at.
func TestNoRegions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, member())
		w.intercept(func(action string, _ int, _ url.Values, next func() *http.Response) *http.Response {
			if action != "" {
				return next()
			}
			return answer(http.StatusOK, `{"Regions":[]}`) // the only JSON answer that is asked for
		})
		got := w.accountWith(t.Context(), t, collect.Options{Sections: regionalSections})
		for _, section := range append([]snapshot.Section{snapshot.SectionRegions}, regionalSections...) {
			want := snapshot.Reason{Cause: findings.Error, Action: "account:ListRegions", Message: "the answer holds no Regions"}
			if r := got.Missing[section]; r != want {
				t.Errorf("%s: %+v", section, r)
			}
		}
	})
}

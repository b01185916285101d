package collect_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/scan/collect"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// withNewcomer is the member with one more user, made when the test says.
func withNewcomer(born time.Time) *fixtures.Account {
	a := member()
	a.Users = append(a.Users, &fixtures.User{Name: "newcomer", Created: born, Keys: []fixtures.Key{{Created: born}}})
	return a
}

// editRows changes the lines of the credential report, the header among them.
func (w *world) editRows(t *testing.T, change func(rows []string) []string) {
	t.Helper()
	w.edit(t, "GetCredentialReport", func(body string) string {
		return editReport(body, func(csv string) string { return strings.Join(change(strings.Split(csv, "\n")), "\n") })
	})
}

// cut removes the row of the newcomer; rewritten changes its text.
func cut(rows []string) []string {
	return slices.DeleteFunc(rows, func(row string) bool { return strings.HasPrefix(row, "newcomer,") })
}

func rewritten(pairs ...string) func([]string) []string {
	return func(rows []string) []string {
		for i, row := range rows {
			if strings.HasPrefix(row, "newcomer,") {
				rows[i] = strings.NewReplacer(pairs...).Replace(row)
			}
		}
		return rows
	}
}

// TestReportThatLacksUsers has reports that were cut off between two rows, which still parse: only the principals tell
// that users are missing. Users that a report cannot know are none of those.
func TestReportThatLacksUsers(t *testing.T) {
	earlier := old.AddDate(0, -1, 0)
	for name, c := range map[string]struct {
		born   time.Time
		change func(rows []string) []string
		whole  bool
	}{
		"last-row-lost":       {old, func(rows []string) []string { return rows[:len(rows)-1] }, false},
		"header-alone":        {old, func(rows []string) []string { return rows[:1] }, false},
		"row-in-between-lost": {old, cut, false},
		"newer-than-report":   {now.Add(time.Minute), cut, true},
		"while-it-was-made":   {now.Add(-9 * time.Minute), cut, true},
		"shortly-before":      {now.Add(-11 * time.Minute), cut, false},
		"no-row-for-root":     {old, func(rows []string) []string { return slices.Delete(rows, 1, 2) }, true},
		"deleted-since": {old, func(rows []string) []string {
			return append(rows, strings.ReplaceAll(rows[len(rows)-1], "operator", "gone"))
		}, true},
		"renamed-since":        {earlier, rewritten("newcomer", "formerly"), true},
		"renamed-and-one-lost": {earlier, func(rows []string) []string { return rewritten("newcomer", "formerly")(rows[:len(rows)-1]) }, false},
		"another-was-deleted": {
			earlier, rewritten("newcomer", "gone", earlier.Format(time.RFC3339), old.Format(time.RFC3339)), false,
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, withNewcomer(c.born), fixtures.WithReportPolls(0))
				w.editRows(t, c.change)
				got := w.account(t)
				if c.whole {
					if len(got.Missing) > 0 || got.CredentialReport == nil {
						t.Errorf("missing %v", got.Missing)
					}
					return
				}
				want := snapshot.Reason{Cause: findings.Error, Action: "iam:GetCredentialReport"}
				matches(t, "report", want, got.Missing[snapshot.SectionCredentialReport])
				if got.CredentialReport != nil || len(got.Users) != len(member().Users)+1 {
					t.Errorf("report %v beside %d users", got.CredentialReport, len(got.Users))
				}
			})
		})
	}
}

// TestReportWithoutPrincipals has nothing to compare the report with, which may be whole.
func TestReportWithoutPrincipals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, member(), fixtures.WithReportPolls(0),
			fixtures.WithFaults(fixtures.Fault{Action: "iam:GetAccountAuthorizationDetails", Kind: fixtures.Deny}))
		w.editRows(t, func(rows []string) []string { return rows[:1] })
		got := w.accountWith(t.Context(), t, collect.Options{})
		if r, missing := got.Missing[snapshot.SectionCredentialReport]; missing {
			t.Errorf("missing for %+v", r)
		}
	})
}

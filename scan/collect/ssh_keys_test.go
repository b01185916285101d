package collect_test

import (
	"maps"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/scan/collect"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// keysByUser is a readable form of the section: the ids of each user's keys, with the inactive ones marked.
func keysByUser(a *snapshot.Account) map[string][]string {
	all := map[string][]string{}
	for _, u := range a.SSHKeys {
		ids := []string{}
		for _, k := range u.Keys {
			id := k.ID
			if k.Status != "Active" {
				id += " " + k.Status
			}
			ids = append(ids, id)
		}
		all[u.User] = ids
	}
	return all
}

func TestWhoseSSHKeysAreAskedFor(t *testing.T) {
	empty := map[string][]string{
		"mailer": {"APKAEXAMPLE000000001", "APKAEXAMPLE000000002 Inactive"},
		"git":    {"APKAEXAMPLE000000003"},
		"idle":   {},
	}
	all := map[string][]string{"operator": {}, "deploy": {}, "model-caller": {}}
	maps.Copy(all, empty)
	for asked, want := range map[string]map[string][]string{
		"": {}, collect.SSHKeysOfEmptyUsers: empty, collect.SSHKeysOfAll: all,
	} {
		t.Run("asked-"+asked, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, member())
				got := w.accountWith(t.Context(), t, collect.Options{SSHKeys: asked})
				if diff := cmp.Diff(want, keysByUser(got)); diff != "" {
					t.Errorf("keys (-want +got):\n%s", diff)
				}
				if got.SSHKeysAsked != asked {
					t.Errorf("asked %q, want %q", got.SSHKeysAsked, asked)
				}
				if calls := w.aws.Calls(accountID)["iam:ListSSHPublicKeys"]; calls != len(want) {
					t.Errorf("%d calls for %d users", calls, len(want))
				}
			})
		})
	}
}

func TestSSHKeysOfAllNeedOnlyTheUsers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, member(), fixtures.WithFaults(
			fixtures.Fault{Action: "iam:GetCredentialReport", Kind: fixtures.Deny},
			fixtures.Fault{Action: "iam:ListServiceSpecificCredentials", Kind: fixtures.Deny},
		))
		got := w.accountWith(t.Context(), t, collect.Options{SSHKeys: collect.SSHKeysOfAll})
		if r, lacks := got.Lacks(snapshot.SectionSSHKeys); lacks || len(got.SSHKeys) != 6 {
			t.Errorf("%d users, missing for %+v", len(got.SSHKeys), r)
		}
	})
}

func TestSSHKeysOfOneUserFail(t *testing.T) {
	for name, c := range map[string]struct {
		answer string
		want   *snapshot.Reason
	}{
		"denied": {"AccessDenied", &snapshot.Reason{Cause: findings.Denied, Action: "iam:ListSSHPublicKeys", Code: "AccessDenied"}},
		"gone":   {"NoSuchEntity", nil},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, member())
				w.refuseUser("git", c.answer)
				got := w.accountWith(t.Context(), t, collect.Options{SSHKeys: collect.SSHKeysOfAll})
				for _, u := range got.SSHKeys {
					switch {
					case u.User != "git" || c.want == nil:
						if u.Missing != nil || u.User == "git" && len(u.Keys) > 0 {
							t.Errorf("%s: %+v, missing for %+v", u.User, u.Keys, u.Missing)
						}
					case u.Missing == nil:
						t.Errorf("%s: nothing is missing", u.User)
					default:
						matches(t, u.User, *c.want, *u.Missing)
					}
				}
				if len(got.Missing) > 0 || len(got.SSHKeys) != 6 {
					t.Errorf("%d users, missing %v", len(got.SSHKeys), got.Missing)
				}
			})
		})
	}
}

// TestUserNewerThanTheReportIsAsked has a user who is in the authorization details and not in the report.
func TestUserNewerThanTheReportIsAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, member())
		w.dropReportRow(t, "deploy")
		got := keysByUser(w.accountWith(t.Context(), t, collect.Options{SSHKeys: collect.SSHKeysOfEmptyUsers}))
		if _, asked := got["deploy"]; !asked || len(got) != 4 {
			t.Errorf("asked about %v", got)
		}
	})
}

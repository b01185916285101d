package collect_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/scan/collect"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// accessByName is a readable form of the section: each principal's services, with the time of their last use.
func accessByName(a *snapshot.Account) map[string]string {
	all := map[string]string{}
	for _, p := range a.LastAccessed.Principals {
		var services []string
		for _, s := range p.Services {
			last := "never"
			if !s.Last.IsZero() {
				last = s.Last.Format(time.RFC3339)
			}
			services = append(services, s.Namespace+" "+last)
		}
		all[p.ARN[strings.LastIndex(p.ARN, "/")+1:]] = strings.Join(services, ", ")
	}
	return all
}

func TestWhoseAccessIsAskedFor(t *testing.T) {
	users := map[string]string{"operator": "", "deploy": "s3 2024-09-01T12:00:00Z", "mailer": "", "git": "", "model-caller": "", "idle": ""}
	roles := map[string]string{"web": "s3 2026-09-01T11:00:00Z, sqs never", "batch": ""}
	both := maps.Clone(users)
	maps.Copy(both, roles)
	for asked, want := range map[string]map[string]string{"users": users, "roles": roles, "users,roles": both} {
		t.Run(strings.ReplaceAll(asked, ",", "-and-"), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, member(), fixtures.WithReportPolls(3))
				got := only(t, w, snapshot.SectionLastAccessed, collect.Options{LastAccessed: asked})
				if diff := cmp.Diff(want, accessByName(got)); diff != "" {
					t.Errorf("services (-want +got):\n%s", diff)
				}
				if got.LastAccessed.Asked != asked {
					t.Errorf("asked %q, want %q", got.LastAccessed.Asked, asked)
				}
				calls := w.aws.Calls(accountID)
				if jobs, polls := calls["iam:GenerateServiceLastAccessedDetails"], calls["iam:GetServiceLastAccessedDetails"]; jobs != len(want) || polls != 4*len(want) {
					t.Errorf("%d jobs and %d questions for %d principals", jobs, polls, len(want))
				}
			})
		})
	}
}

// TestJobsThatEndOtherwise has one principal who is gone, one whose job fails, and one whose job AWS forgot.
func TestJobsThatEndOtherwise(t *testing.T) {
	failing := snapshot.Reason{Cause: findings.Error, Action: "iam:GetServiceLastAccessedDetails"}
	forgotten := failing
	forgotten.Code = "NoSuchEntity"
	for name, c := range map[string]struct {
		action string
		change func(*http.Response) *http.Response
		want   *snapshot.Reason
	}{
		"gone": {"GenerateServiceLastAccessedDetails", func(*http.Response) *http.Response { return refusal(http.StatusNotFound, "NoSuchEntity") }, nil},
		"failed": {"GetServiceLastAccessedDetails", func(out *http.Response) *http.Response {
			return answer(http.StatusOK, strings.Replace(bodyOf(out), "COMPLETED", "FAILED", 1))
		}, &failing},
		"unknown-status": {"GetServiceLastAccessedDetails", func(out *http.Response) *http.Response {
			return answer(http.StatusOK, strings.Replace(bodyOf(out), "COMPLETED", "", 1))
		}, &failing},
		"forgotten": {"GetServiceLastAccessedDetails", func(*http.Response) *http.Response { return refusal(http.StatusNotFound, "NoSuchEntity") }, &forgotten},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, member(), fixtures.WithReportPolls(0))
				w.intercept(func(action string, _ int, _ url.Values, next func() *http.Response) *http.Response {
					out := next()
					if action == c.action {
						return c.change(out)
					}
					return out
				})
				got := only(t, w, snapshot.SectionLastAccessed, collect.Options{LastAccessed: "roles"})
				for _, p := range got.LastAccessed.Principals {
					switch {
					case c.want == nil && (p.Missing != nil || len(p.Services) > 0):
						t.Errorf("%s: %+v", p.ARN, p)
					case c.want != nil && p.Missing == nil:
						t.Errorf("%s: nothing is missing", p.ARN)
					case c.want != nil:
						matches(t, p.ARN, *c.want, *p.Missing)
					}
				}
			})
		})
	}
}

// TestJobThatNeverEnds is waited for until the account's deadline, not longer.
func TestJobThatNeverEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		got := newWorld(t, member(), fixtures.WithReportPolls(1_000_000)).account(t)
		if i := slices.IndexFunc(got.LastAccessed.Principals, func(p snapshot.PrincipalAccess) bool {
			return p.Missing == nil || p.Missing.Cause != findings.Timeout
		}); i >= 0 {
			t.Errorf("%+v", got.LastAccessed.Principals[i])
		}
	})
}

package collect_test

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/fixtures"
	"github.com/orgscan/orgscan/scan/collect"
	"github.com/orgscan/orgscan/scan/snapshot"
)

// aged is the member with a report that AWS made three hours ago.
func aged() *fixtures.Account {
	a := member()
	a.ReportAge = 3 * time.Hour
	return a
}

func TestReportThatCannotBeMadeAnew(t *testing.T) {
	for name, c := range map[string]struct {
		member *fixtures.Account
		kind   fixtures.FaultKind
		want   *snapshot.Reason
	}{
		"throttled-with-an-old-one": {aged(), fixtures.Throttle, nil},
		"limited-with-an-old-one":   {aged(), fixtures.LimitExceeded, nil},
		"denied-with-an-old-one": {aged(), fixtures.Deny, &snapshot.Reason{
			Cause: findings.Denied, Action: "iam:GenerateCredentialReport", Code: "AccessDenied",
		}},
		"throttled-with-none": {member(), fixtures.Throttle, &snapshot.Reason{
			Cause: findings.Throttled, Action: "iam:GenerateCredentialReport", Code: "Throttling",
		}},
		"limited-with-none": {member(), fixtures.LimitExceeded, &snapshot.Reason{
			Cause: findings.Error, Action: "iam:GenerateCredentialReport", Code: "LimitExceeded",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				fault := fixtures.Fault{Action: "iam:GenerateCredentialReport", Kind: c.kind}
				got := newWorld(t, c.member, fixtures.WithFaults(fault)).account(t)
				reason, missing := got.Missing[snapshot.SectionCredentialReport]
				if c.want != nil {
					matches(t, "report", *c.want, reason)
					return
				}
				if missing {
					t.Fatalf("missing for %+v", reason)
				}
				if want := now.Add(-3 * time.Hour); !got.CredentialReport.Generated.Equal(want) {
					t.Errorf("generated %v, want the old one of %v", got.CredentialReport.Generated, want)
				}
			})
		})
	}
}

func TestReportThatTakesItsTime(t *testing.T) {
	for _, polls := range []int{0, 1, 2, 20} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, member(), fixtures.WithReportPolls(polls))
			same(t, newWorld(t, member()).account(t), w.account(t))
			calls := w.aws.Calls(accountID)
			if got := calls["iam:GenerateCredentialReport"]; got != polls+1 {
				t.Errorf("%d polls: asked %d times whether it is ready", polls, got)
			}
			if got := calls["iam:GetCredentialReport"]; got != 1 {
				t.Errorf("%d polls: fetched %d times", polls, got)
			}
		})
	}
}

func TestReportThatIsNeverReady(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		w := newWorld(t, member(), fixtures.WithReportPolls(1<<30))
		got := w.account(t)
		want := snapshot.Reason{Cause: findings.Timeout, Action: "iam:GenerateCredentialReport"}
		matches(t, "report", want, got.Missing[snapshot.SectionCredentialReport])
		if took := time.Since(start); took != timeout {
			t.Errorf("took %v, want %v", took, timeout)
		}
		// The pauses grow to between five and ten seconds.
		asked := w.aws.Calls(accountID)["iam:GenerateCredentialReport"]
		if asked < int(timeout/(10*time.Second)) || asked > int(timeout/(5*time.Second))+10 {
			t.Errorf("asked %d times in %v", asked, timeout)
		}
	})
}

func TestReportIsNotLostWithAnotherSection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fault := fixtures.Fault{Action: "iam:GetAccountAuthorizationDetails", Kind: fixtures.Throttle}
		got := newWorld(t, member(), fixtures.WithFaults(fault)).account(t)
		if r, missing := got.Missing[snapshot.SectionCredentialReport]; missing {
			t.Errorf("missing for %+v", r)
		}
	})
}

// scripted answers the nth call of each action with the nth entry, where there is one that is not nil.
func (w *world) scripted(script map[string][]func() *http.Response) {
	w.intercept(func(action string, n int, _ url.Values, next func() *http.Response) *http.Response {
		if answers := script[action]; n <= len(answers) && answers[n-1] != nil {
			return answers[n-1]()
		}
		return next()
	})
}

func TestReportLifeCycle(t *testing.T) {
	refused := func(status int, code string) func() *http.Response {
		return func() *http.Response { return refusal(status, code) }
	}
	for name, answers := range map[string][]func() *http.Response{
		"vanished":         {refused(http.StatusGone, "ReportNotPresent")},
		"expired":          {refused(http.StatusGone, "ReportExpired")},
		"in-progress":      {refused(http.StatusNotFound, "ReportInProgress")},
		"one-after-all":    {refused(http.StatusNotFound, "ReportInProgress"), refused(http.StatusGone, "ReportExpired"), refused(http.StatusGone, "ReportNotPresent")},
		"throttled-on-get": {refused(http.StatusBadRequest, "Throttling"), refused(http.StatusBadRequest, "Throttling")},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, member())
				w.scripted(map[string][]func() *http.Response{"GetCredentialReport": answers})
				same(t, newWorld(t, member()).account(t), w.account(t))
				if got := w.calls.Count()["iam:GetCredentialReport"]; got != len(answers)+1 {
					t.Errorf("fetched %d times, want %d", got, len(answers)+1)
				}
			})
		})
	}
}

func TestReportStillInProgressWhileGenerateIsThrottled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fault := fixtures.Fault{Action: "iam:GenerateCredentialReport", From: 2, To: 60, Kind: fixtures.LimitExceeded}
		w := newWorld(t, member(), fixtures.WithReportPolls(4), fixtures.WithFaults(fault))
		same(t, newWorld(t, member()).account(t), w.account(t))
	})
}

// TestReportOfAnotherImplementation has one answer that looks like AWS's only from far: a date that never changes, no row
// for the root user, other spellings and a newline at the end.
func TestReportOfAnotherImplementation(t *testing.T) {
	const report = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active," +
		"access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service," +
		"access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service," +
		"cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated\n" +
		"deploy,arn:aws:iam::222233334444:user/deploy,2024-09-01T12:00:00+00:00,false,not_supported,2024-09-01T12:00:00+00:00,not_supported,false," +
		"true,2024-09-01T12:00:00+00:00,N/A,not_supported,not_supported,false,N/A,N/A,not_supported,not_supported,false,N/A,false,N/A\n"
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, member(), fixtures.WithReportPolls(0))
		w.scripted(map[string][]func() *http.Response{"GetCredentialReport": {reportAnswer(report, "2015-02-02T20:02:02Z")}})
		got := w.account(t)
		want := &snapshot.CredentialReport{Generated: time.Date(2015, 2, 2, 20, 2, 2, 0, time.UTC), Raw: report}
		if len(got.Missing) > 0 || got.CredentialReport == nil || *got.CredentialReport != *want {
			t.Errorf("missing %v, report %+v", got.Missing, got.CredentialReport)
		}
	})
}

func reportAnswer(csv, generated string) func() *http.Response {
	return func() *http.Response {
		return result("GetCredentialReport", "<Content>"+base64.StdEncoding.EncodeToString([]byte(csv))+"</Content>"+
			"<ReportFormat>text/csv</ReportFormat><GeneratedTime>"+generated+"</GeneratedTime>")
	}
}

func TestReportThatIsNotUnderstood(t *testing.T) {
	for name, change := range map[string]func(string) string{
		"no-date": func(body string) string {
			return regexp.MustCompile(`<GeneratedTime>[^<]*</GeneratedTime>`).ReplaceAllString(body, "")
		},
		"bad-date":   func(body string) string { return strings.Replace(body, "<GeneratedTime>", "<GeneratedTime>x", 1) },
		"bad-base64": func(body string) string { return reportContent.ReplaceAllString(body, "<Content>%%%</Content>") },
		"no-content": func(body string) string { return reportContent.ReplaceAllString(body, "") },
		"no-csv":     func(body string) string { return reportContent.ReplaceAllString(body, "<Content>aGVsbG8=</Content>") },
		"cut-row": func(body string) string {
			return editReport(body, func(csv string) string { return csv[:len(csv)-30] })
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, member(), fixtures.WithReportPolls(0))
				w.edit(t, "GetCredentialReport", change)
				got := w.account(t)
				want := snapshot.Reason{Cause: findings.Error, Action: "iam:GetCredentialReport"}
				matches(t, "report", want, got.Missing[snapshot.SectionCredentialReport])
				matches(t, "ssh keys", want, got.Missing[snapshot.SectionSSHKeys])
			})
		})
	}
}

func TestReportIsAbandonedWhenCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Minute, cancel)
		start := time.Now()
		got := newWorld(t, member(), fixtures.WithReportPolls(1<<30)).accountWith(ctx, t, collect.Options{})
		if took := time.Since(start); took != time.Minute {
			t.Errorf("returned after %v", took)
		}
		want := snapshot.Reason{Cause: findings.Cancelled, Action: "iam:GenerateCredentialReport"}
		matches(t, "report", want, got.Missing[snapshot.SectionCredentialReport])
	})
}

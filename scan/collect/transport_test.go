package collect_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// intercept sees every request with its action and how many of that action there have been, this one included.
type intercept struct {
	next http.RoundTripper
	// answer returns the answer; next asks the simulated AWS.
	answer func(action string, n int, form url.Values, next func() *http.Response) *http.Response

	mu    sync.Mutex
	count map[string]int
}

func (i *intercept) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body == nil {
		r.Body = http.NoBody
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	var failure error
	out := i.answer(form.Get("Action"), i.counted(form.Get("Action")), form, func() *http.Response {
		var answer *http.Response
		answer, failure = i.next.RoundTrip(r)
		return answer
	})
	if failure != nil {
		return nil, failure
	}
	out.Request = r
	return out, nil
}

func (i *intercept) counted(action string) int {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.count == nil {
		i.count = map[string]int{}
	}
	i.count[action]++
	return i.count[action]
}

func (w *world) intercept(answer func(action string, n int, form url.Values, next func() *http.Response) *http.Response) {
	w.transport = &intercept{next: w.aws.RoundTripper(), answer: answer}
}

// edit rewrites the body of every good answer to an action, and fails the test when that changes nothing.
func (w *world) edit(t *testing.T, action string, change func(body string) string) {
	t.Helper()
	var changed atomic.Bool
	t.Cleanup(func() {
		if !changed.Load() {
			t.Errorf("no answer to %s was changed", action)
		}
	})
	w.intercept(func(got string, _ int, _ url.Values, next func() *http.Response) *http.Response {
		out := next()
		if out == nil || got != action || out.StatusCode != http.StatusOK {
			return out
		}
		before := bodyOf(out)
		after := change(before)
		if after != before {
			changed.Store(true)
		}
		return answer(http.StatusOK, after)
	})
}

func bodyOf(r *http.Response) string {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(err)
	}
	return string(body)
}

func answer(status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Status: http.StatusText(status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"text/xml"}}, ContentLength: int64(len(body)),
		Body: io.NopCloser(strings.NewReader(body)),
	}
}

// result is a good answer as IAM frames it.
func result(action, inner string) *http.Response {
	return answer(http.StatusOK, fmt.Sprintf(
		`<%[1]sResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><%[1]sResult>%[2]s</%[1]sResult></%[1]sResponse>`, action, inner))
}

// refusal is an error answer as IAM frames it.
func refusal(status int, code string) *http.Response {
	return answer(status, `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>`+code+
		`</Code><Message>Unknown</Message></Error><RequestId>00000000-0000-4000-8000-000000000000</RequestId></ErrorResponse>`)
}

// refuseUser answers ListSSHPublicKeys of one user with an error.
func (w *world) refuseUser(user, code string) {
	w.intercept(func(action string, _ int, form url.Values, next func() *http.Response) *http.Response {
		if action == "ListSSHPublicKeys" && form.Get("UserName") == user {
			return refusal(http.StatusForbidden, code)
		}
		return next()
	})
}

// dropReportRow takes one user out of the credential report.
func (w *world) dropReportRow(t *testing.T, user string) {
	t.Helper()
	w.edit(t, "GetCredentialReport", func(body string) string {
		return editReport(body, func(csv string) string {
			rows := strings.Split(csv, "\n")
			return strings.Join(slices.DeleteFunc(rows, func(row string) bool { return strings.HasPrefix(row, user+",") }), "\n")
		})
	})
}

var reportContent = regexp.MustCompile(`<Content>([^<]*)</Content>`)

// editReport changes the text of the credential report inside an answer.
func editReport(body string, change func(csv string) string) string {
	text, err := base64.StdEncoding.DecodeString(reportContent.FindStringSubmatch(body)[1])
	if err != nil {
		panic(err)
	}
	return reportContent.ReplaceAllString(body, "<Content>"+base64.StdEncoding.EncodeToString([]byte(change(string(text))))+"</Content>")
}

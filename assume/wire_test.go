package assume_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/orgscan/orgscan/assume"
)

// wire is a transport in memory: it answers the nth request, counted from 1, in the caller's goroutine, so that it works
// inside a synctest bubble.
type wire struct {
	sent   atomic.Int64
	answer func(n int, r *http.Request) (*http.Response, error)
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return w.answer(int(w.sent.Add(1)), r)
}

// config returns the configuration of a caller whose requests go through transport.
func config(transport http.RoundTripper) aws.Config {
	return aws.Config{
		Region:       "us-east-1",
		BaseEndpoint: aws.String("http://aws.test"),
		HTTPClient:   &http.Client{Transport: transport},
		Credentials:  credentials.NewStaticCredentialsProvider("AKIATESTTESTTESTTEST", "secret-of-the-test", ""),
	}
}

// reply makes an answer.
func reply(status int, body string) (*http.Response, error) {
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"text/xml"}}, ContentLength: int64(len(body)),
		Body: io.NopCloser(strings.NewReader(body)),
	}, nil
}

const summaryBody = `<GetAccountSummaryResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetAccountSummaryResult>` +
	`<SummaryMap><entry><key>Users</key><value>7</value></entry></SummaryMap></GetAccountSummaryResult></GetAccountSummaryResponse>`

func fine() (*http.Response, error) { return reply(http.StatusOK, summaryBody) }

func refused(status int, code, message string) (*http.Response, error) {
	return reply(status, fmt.Sprintf(`<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>`+
		`<RequestId>00000000-0000-0000-0000-000000000000</RequestId></ErrorResponse>`, code, message))
}

func throttled() (*http.Response, error) {
	return refused(http.StatusBadRequest, "Throttling", "Rate exceeded")
}

// summary makes one call and proves that the answer was read.
func summary(ctx context.Context, client *iam.Client) error {
	out, err := client.GetAccountSummary(ctx, nil)
	if err != nil {
		return err
	}
	if out.SummaryMap["Users"] != 7 {
		return fmt.Errorf("summary %v, want 7 users", out.SummaryMap)
	}
	return nil
}

// limited returns an IAM client over the wire with the limits, and the counter of its calls.
func limited(w http.RoundTripper, l assume.Limits) (*iam.Client, *assume.Calls) {
	calls := &assume.Calls{}
	return iam.NewFromConfig(assume.Limited(config(w), l, calls)), calls
}

// wantCount checks the counter against what arrived.
func wantCount(t *testing.T, calls *assume.Calls, action string, want int) {
	t.Helper()
	if got := calls.Count()[action]; got != want {
		t.Errorf("%s counted %d times, want %d", action, got, want)
	}
}

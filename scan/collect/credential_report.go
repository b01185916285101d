package collect

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/orgscan/orgscan/assume"
	"github.com/orgscan/orgscan/findings"
	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	actionGenerateCredentialReport = "iam:GenerateCredentialReport"
	actionGetCredentialReport      = "iam:GetCredentialReport"
)

// The pauses between two questions whether the report is ready. AWS takes about two seconds for a small account.
const (
	firstPause   = time.Second
	longestPause = 10 * time.Second
)

// patience is how long the report waits for the other sections before it is fetched: usually they are done by then and
// the report is ready; when one of them is stuck, the report must not be lost with it.
const patience = 10 * time.Second

func credentialReport() collector {
	return collector{
		section: snapshot.SectionCredentialReport,
		actions: []string{actionGenerateCredentialReport, actionGetCredentialReport},
		run: func(ctx context.Context, s *session) error {
			found, err := s.credentialReport(ctx)
			if err != nil {
				return err
			}
			s.account.CredentialReport = found
			return nil
		},
	}
}

// credentialReport starts the job, waits for the other sections and asks until the report is there, the context ends or
// something else than the job's progress stands in the way.
func (s *session) credentialReport(ctx context.Context) (*snapshot.CredentialReport, error) {
	job := s.generate(ctx)
	if job.refused == nil {
		s.untilQuiet(ctx)
	}
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		if job.refused != nil {
			return nil, job.refused
		}
		if job.ready {
			found, err := s.getReport(ctx)
			if found != nil || !job.again(err) {
				return found, job.blame(err)
			}
		}
		if err := sleep(ctx, pause/2+rand.N(pause/2)); err != nil { //nolint:gosec // spreads the polls, protects nothing
			return nil, failed(actionGenerateCredentialReport, err)
		}
		job = s.generate(ctx)
	}
}

// job is the outcome of one GenerateCredentialReport.
type job struct {
	// ready says that a report can be fetched.
	ready bool
	// stale is why no newer report could be made; the existing one is used, whatever its age.
	stale error
	// refused is why no report is to be had.
	refused error
}

// again reports whether the answer to GetCredentialReport means that the job has to be started, or waited for, once more.
// A report that expired or vanished although AWS said it was complete is made anew, but not when AWS just refused that.
func (j job) again(err error) bool {
	switch assume.Code(err) {
	case codeReportInProgress:
		return true
	case codeReportNotPresent, codeReportExpired:
		return j.stale == nil
	}
	return false
}

// blame names the reason for a missing report: when there is none to fetch, it is the refusal to make one.
func (j job) blame(err error) error {
	if c := assume.Code(err); j.stale != nil && (c == codeReportNotPresent || c == codeReportExpired) {
		return j.stale
	}
	return err
}

// The error codes of the report's life cycle.
const (
	codeReportInProgress = "ReportInProgress"
	codeReportNotPresent = "ReportNotPresent"
	codeReportExpired    = "ReportExpired"
	codeLimitExceeded    = "LimitExceeded"
)

// generate starts the job or asks how far it is: AWS answers both with the same call. It gives up after half of the
// remaining time, so that there is time left to fetch an existing report.
func (s *session) generate(ctx context.Context) job {
	bounded, cancel := halfOf(ctx)
	defer cancel()
	out, err := s.iam.GenerateCredentialReport(bounded, &iam.GenerateCredentialReportInput{})
	err = failed(actionGenerateCredentialReport, err)
	switch {
	case err == nil:
		return job{ready: out.State == types.ReportStateTypeComplete}
	case ctx.Err() == nil && busy(err):
		return job{ready: true, stale: err}
	}
	return job{refused: err}
}

// busy reports whether AWS refused for the number of requests, not for who asks.
func busy(err error) bool {
	return assume.Code(err) == codeLimitExceeded ||
		assume.Reason(actionGenerateCredentialReport, err).Cause == findings.Throttled
}

func (s *session) getReport(ctx context.Context) (*snapshot.CredentialReport, error) {
	out, err := s.iam.GetCredentialReport(ctx, &iam.GetCredentialReportInput{})
	if err != nil {
		return nil, failed(actionGetCredentialReport, err)
	}
	a := &answer{action: actionGetCredentialReport}
	found := &snapshot.CredentialReport{
		Generated: a.time(out.GeneratedTime, "a credential report without date"),
		Raw:       string(out.Content),
	}
	if a.err != nil {
		return nil, a.err
	}
	if _, err := snapshot.ParseCredentialReport(found.Raw); err != nil {
		return nil, notUnderstood(actionGetCredentialReport, "the credential report cannot be parsed")
	}
	return found, nil
}

// untilQuiet waits for the sections that do not build on the report, but no longer than patience.
func (s *session) untilQuiet(ctx context.Context) {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-s.quiet:
	case <-timer.C:
	case <-ctx.Done():
	}
}

// halfOf returns a context that ends after half of the time that ctx has left; without a deadline it does not end earlier.
func halfOf(ctx context.Context) (context.Context, context.CancelFunc) {
	deadline, ok := ctx.Deadline()
	if !ok {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, time.Until(deadline)/2)
}

// sleep pauses for d or until the context ends.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

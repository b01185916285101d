package collect

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"golang.org/x/sync/errgroup"

	"github.com/orgscan/orgscan/scan/snapshot"
)

const (
	actionGenerateLastAccessed = "iam:GenerateServiceLastAccessedDetails"
	actionGetLastAccessed      = "iam:GetServiceLastAccessedDetails"
)

// accessJobs bounds the jobs of one account that are under way at once: they take AWS seconds, most of which is waiting.
const accessJobs = 10

// lastAccessed starts one job for each principal that is asked about and waits for it. What fails for one principal is
// missing for that one alone.
func lastAccessed() collector {
	return collector{
		section: snapshot.SectionLastAccessed,
		needs:   []snapshot.Section{snapshot.SectionPrincipals},
		actions: []string{actionGenerateLastAccessed, actionGetLastAccessed},
		run: func(ctx context.Context, s *session) error {
			if err := s.lacking(snapshot.SectionPrincipals); err != nil {
				return err
			}
			arns := principalsToAsk(s.account, s.options.LastAccessed)
			answers := make([]snapshot.PrincipalAccess, len(arns))
			var group errgroup.Group
			group.SetLimit(accessJobs)
			for i, arn := range arns {
				group.Go(func() error {
					answers[i] = s.principalAccess(ctx, arn)
					return nil
				})
			}
			_ = group.Wait()
			s.account.LastAccessed = &snapshot.LastAccessed{Asked: s.options.LastAccessed, Principals: answers}
			return nil
		},
	}
}

// principalsToAsk returns the ARNs of those whom asked names. Roles that AWS services and Identity Center own are nobody's
// to narrow in the account.
func principalsToAsk(a *snapshot.Account, asked string) []string {
	var arns []string
	who := strings.Split(asked, ",")
	if slices.Contains(who, "users") {
		for i := range a.Users {
			arns = append(arns, a.Users[i].ARN)
		}
	}
	if slices.Contains(who, "roles") {
		for i := range a.Roles {
			if path := a.Roles[i].Path; !strings.HasPrefix(path, "/aws-service-role/") && !strings.HasPrefix(path, "/aws-reserved/") {
				arns = append(arns, a.Roles[i].ARN)
			}
		}
	}
	return arns
}

// principalAccess asks about one principal. One that is gone by now may use nothing.
func (s *session) principalAccess(ctx context.Context, arn string) snapshot.PrincipalAccess {
	found := snapshot.PrincipalAccess{ARN: arn}
	err := guarded(actionGenerateLastAccessed, func() (err error) {
		found.Services, err = s.servicesOf(ctx, arn)
		return err
	})
	if err != nil {
		reason := reasonOf(actionGenerateLastAccessed, err)
		return snapshot.PrincipalAccess{ARN: arn, Missing: &reason}
	}
	return found
}

// servicesOf starts the job and asks until it is done, the context ends or something else stands in the way.
func (s *session) servicesOf(ctx context.Context, arn string) ([]snapshot.ServiceAccess, error) {
	job, err := s.iam.GenerateServiceLastAccessedDetails(ctx, &iam.GenerateServiceLastAccessedDetailsInput{
		Arn: &arn, Granularity: types.AccessAdvisorUsageGranularityTypeServiceLevel,
	})
	if _, gone := errors.AsType[*types.NoSuchEntityException](err); gone {
		return nil, nil
	}
	if err != nil {
		return nil, failed(actionGenerateLastAccessed, err)
	}
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		if err := sleep(ctx, pause/2+rand.N(pause/2)); err != nil { //nolint:gosec // spreads the polls, protects nothing
			return nil, failed(actionGetLastAccessed, err)
		}
		services, done, err := s.jobResult(ctx, job.JobId)
		if err != nil || done {
			return services, err
		}
	}
}

// jobResult returns the services of a finished job, and false while it runs.
func (s *session) jobResult(ctx context.Context, job *string) (services []snapshot.ServiceAccess, done bool, err error) {
	err = pages(actionGetLastAccessed, func(marker *string) (page, error) {
		out, err := s.iam.GetServiceLastAccessedDetails(ctx, &iam.GetServiceLastAccessedDetailsInput{
			JobId: job, Marker: marker, MaxItems: aws.Int32(pageSize),
		})
		if err != nil {
			return page{}, failed(actionGetLastAccessed, err)
		}
		switch out.JobStatus {
		case types.JobStatusTypeInProgress:
			return page{}, nil
		case types.JobStatusTypeCompleted:
			done = true
		default:
			return page{}, notUnderstood(actionGetLastAccessed, "the job failed")
		}
		a := &answer{action: actionGetLastAccessed}
		services = append(services, each(out.ServicesLastAccessed, a.serviceAccess)...)
		return page{out.IsTruncated, out.Marker}, a.err
	})
	return services, done, err
}

func (a *answer) serviceAccess(v types.ServiceLastAccessed) snapshot.ServiceAccess {
	return snapshot.ServiceAccess{
		Namespace: a.text(v.ServiceNamespace, "a service without namespace"), Last: optionalTime(v.LastAuthenticated).Truncate(time.Second),
	}
}
